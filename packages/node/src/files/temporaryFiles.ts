import { rmSync } from 'node:fs';

const paths = new Set<string>();

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Registers a file to be removed should the process end before `settleTemporaryFile`. */
export function addTemporaryFile(path: string): void {
  if (paths.size === 0) {
    process.on('exit', removeTemporaryFiles);
    for (const signal of SIGNALS) process.on(signal, endBySignal);
  }
  paths.add(path);
}

/** The file was renamed or removed. */
export function settleTemporaryFile(path: string): void {
  paths.delete(path);
  if (paths.size === 0) stopListening();
}

/** Removes all half-written files at once. Called by itself on exit and on signals; call it before ending a process otherwise. */
export function removeTemporaryFiles(): void {
  for (const path of paths) rmSync(path, { force: true });
  paths.clear();
  stopListening();
}

function stopListening(): void {
  process.off('exit', removeTemporaryFiles);
  for (const signal of SIGNALS) process.off(signal, endBySignal);
}

/** A listener keeps Node from ending the process; with no other listener the signal is sent again, to end it as it would have. */
function endBySignal(signal: NodeJS.Signals): void {
  removeTemporaryFiles();
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}
