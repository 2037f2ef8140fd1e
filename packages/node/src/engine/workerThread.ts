import { Worker } from 'node:worker_threads';
import { type Answer, EngineClosedError, EngineError, type EngineWorker, oneLine } from '@smoothgrad/onnx/runtime';
import { closeGate, createGate, type Gate, waitOutsideGate } from './gate.ts';
import type { Reply, WorkerStart } from './protocol.ts';

interface Pending {
  resolve(answer: Answer): void;
  reject(error: EngineError): void;
}

/** Starts a thread; its `stop` waits for the native call it is in. `onEnd` is called once when it has ended, for whatever reason. It keeps the process alive only while busy. */
export function startWorkerThread(script: URL, onEnd: () => void): EngineWorker {
  const gate = createGate();
  // Without the process's own options: loaders, `--input-type` and the like do not concern the built script.
  const worker = new Worker(script, { workerData: { gate } satisfies WorkerStart, execArgv: [] });
  let pending: Pending | undefined;
  let alive = true;
  let failure: unknown;

  const settle = (use: (pending: Pending) => void) => {
    if (pending === undefined) return;
    const settled = pending;
    pending = undefined;
    worker.unref();
    use(settled);
  };
  const ended = new Promise<void>((resolve) => {
    worker.on('exit', (code) => {
      alive = false;
      guarded.delete(gate);
      settle(({ reject }) => reject(workerEnded(failure, code)));
      onEnd();
      resolve();
    });
  });
  worker.on('error', (error) => {
    failure = error;
  });
  worker.on('message', (reply: Reply) => {
    settle(({ resolve, reject }) => (reply.ok ? resolve(reply.answer) : reject(new EngineError(reply.message))));
  });
  worker.unref();
  guard(gate);

  return {
    get alive() {
      return alive;
    },
    get busy() {
      return pending !== undefined;
    },
    sessions: new Set(),
    request: (message, transfer) =>
      new Promise<Answer>((resolve, reject) => {
        worker.postMessage(message, transfer);
        pending = { resolve, reject };
        worker.ref();
      }),
    async stop() {
      if (!alive) return;
      alive = false;
      settle(({ reject }) => reject(new EngineClosedError('the engine was closed before this ended')));
      worker.ref();
      if (closeGate(gate)) await worker.terminate();
      await ended;
    },
  };
}

function workerEnded(failure: unknown, code: number): EngineError {
  const reason = failure instanceof Error ? oneLine(failure.message) : `exit code ${code}`;
  const missing = (failure as NodeJS.ErrnoException | undefined)?.code === 'MODULE_NOT_FOUND';
  const advice = missing ? 'run "npm run build"' : 'if memory ran out, use fewer workers or a smaller model';
  return new EngineError(`a worker ended unexpectedly (${reason}): ${advice}`);
}

const guarded = new Set<Gate>();

/** Until the thread has ended, `process.exit()` waits for the native call the thread is in (see `gate.ts`). */
function guard(gate: Gate): void {
  if (guarded.size === 0 && !process.listeners('exit').includes(waitForThreads)) process.on('exit', waitForThreads);
  guarded.add(gate);
}

/** Longer than this a process does not wait to exit cleanly. */
let patience = 10_000;

/** From now on `process.exit()` waits at most this long for the runtime's calls to end; then the process ends as by Ctrl-C. */
export function exitWithin(milliseconds: number): void {
  patience = milliseconds;
}

function waitForThreads(): void {
  const busy = [...guarded].filter((gate) => !closeGate(gate));
  const deadline = Date.now() + patience;
  if (busy.every((gate) => waitOutsideGate(gate, Math.max(0, deadline - Date.now())))) return;
  // Going on would join the threads, or abort with a trace.
  process.removeAllListeners('SIGINT');
  process.kill(process.pid, 'SIGINT');
}
