import { CommanderError } from 'commander';
import { errorText, exitCodeOf, exitCodes, messageOf } from './errors.ts';
import { exitOnInterrupt } from './interrupt.ts';
import { createProgram } from './program.ts';

/** Whoever reads our output may stop early (`smoothgrad … | head`). */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
exitOnInterrupt();

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : exitCodes.usage;
  } else {
    process.stderr.write(errorText(messageOf(error), error));
    process.exitCode = exitCodeOf(error);
  }
}
