import type { StopSignal } from '../methods/method.ts';

/**
 * Runs `count` tasks, at most a few more than `parallel` at a time, and yields their results in the order of their index.
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
  const aborted = abortion(signal);
  let started = 0;
  try {
    for (let next = 0; next < count; next++) {
      while (started < count && started < next + window) running.push(quiet(task(started++)));
      const result = await Promise.race([running.shift()!, aborted.promise]);
      if (result === STOPPED || signal?.aborted) return;
      yield result;
      if (signal?.aborted) return;
    }
  } finally {
    aborted.dispose();
  }
}

const STOPPED = Symbol('stopped');

/** Abandoned tasks may fail later; nobody listens then, and that must not end the process. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

function abortion(signal: StopSignal | undefined) {
  let stop: (value: typeof STOPPED) => void;
  const promise = new Promise<typeof STOPPED>((resolve) => {
    stop = resolve;
  });
  const onAbort = () => stop(STOPPED);
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort);
  return { promise, dispose: () => signal?.removeEventListener('abort', onAbort) };
}
