import { CommanderError } from 'commander';
import { errorText, exitCodeOf, exitCodes, messageOf } from './errors.ts';
import { exitOnInterrupt } from './interrupt.ts';
import { createProgram } from './program.ts';

/** Whoever reads our output may stop early (`smoothgrad … | head`). */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(errorText(`the output cannot be written (${error.code ?? messageOf(error)})`, error));
  process.exit(exitCodes.failure);
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
