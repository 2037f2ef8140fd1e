import { exitCodes } from './errors.ts';

const cleanups = new Set<() => void | Promise<void>>();

/** Runs `cleanup` should the user press Ctrl-C, and waits for it. Returns a function that forgets it. */
export function onInterrupt(cleanup: () => void | Promise<void>): () => void {
  cleanups.add(cleanup);
  return () => cleanups.delete(cleanup);
}

/**
 * Ctrl-C ends the process at once, whatever the workers are doing. Files appear only complete (`writeFileAtomically`), and
 * half-written ones are removed on exit. A call of the runtime that takes longer than a moment is not waited for; a second Ctrl-C does
 * not wait for cleanups.
 */
export function exitOnInterrupt(): void {
  let isPressed = false;
  // A listener that stays: without one, whoever removes half-written files ends the process by the signal itself.
  process.on('SIGINT', async () => {
    if (isPressed) return end();
    isPressed = true;
    await Promise.allSettled(Array.from(cleanups, (cleanup) => cleanup()));
    process.stderr.write('smoothgrad: stopped\n');
    await end();
  });
}

async function end(): Promise<void> {
  const { exitWithin, removeTemporaryFiles } = await import('@smoothgrad/node');
  removeTemporaryFiles();
  exitWithin(300);
  process.exit(exitCodes.interrupted);
}
