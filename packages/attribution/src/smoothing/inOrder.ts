import type { StopSignal } from '../methods/method.ts';

/**
 * Runs `count` tasks, at most one more than `parallel` at a time, and yields their results in the order of their index.
 * Ends early, without waiting for what is running, when the signal aborts.
 */
export async function* inOrder<T>(
  count: number,
  parallel: number,
  task: (index: number) => Promise<T>,
  signal?: StopSignal,
): AsyncGenerator<T, void> {
  // One task more than can run keeps every worker busy while a result is being added up.
  const window = parallel + 1;
  const running: Promise<T>[] = [];
  let started = 0;
  for (let next = 0; next < count; next++) {
    if (signal?.aborted) return;
    while (started < count && started < next + window) running.push(quiet(task(started++)));
    const result = await unlessAborted(running.shift()!, signal);
    if (result === STOPPED) return;
    yield result;
  }
}

const STOPPED = Symbol('stopped');

/** Abandoned tasks may fail later; nobody listens then, and that must not end the process. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** Listens for as long as it waits: racing every result against one promise of the abort would keep all of them alive. */
async function unlessAborted<T>(promise: Promise<T>, signal: StopSignal | undefined): Promise<T | typeof STOPPED> {
  if (signal === undefined) return promise;
  let stop = () => {};
  const aborted = new Promise<typeof STOPPED>((resolve) => {
    stop = () => resolve(STOPPED);
  });
  signal.addEventListener('abort', stop);
  try {
    const result = await Promise.race([promise, aborted]);
    return signal.aborted ? STOPPED : result;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
