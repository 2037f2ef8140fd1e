import { EngineClosedError, EngineError } from '@smoothgrad/onnx/runtime';
import { DeviceLostError, OutOfMemoryError } from './errors.ts';
import type { Answer, FailureKind, Reply, Request } from './protocol.ts';

/** The page's end of the engine's worker. */
export interface WorkerPort {
  /** Rejects with an EngineError if it fails or the worker ends. */
  request(message: Request, transfer?: Transferable[]): Promise<Answer>;
  /** Ends the worker in the middle of whatever it does, and rejects what is pending at once. */
  close(): void;
}

interface Pending {
  resolve(answer: Answer): void;
  reject(error: EngineError): void;
}

/** Talks to a worker that answers requests in order. */
export function openWorkerPort(worker: Worker): WorkerPort {
  const pending: Pending[] = [];
  let ended: EngineError | undefined;

  const end = (error: EngineError) => {
    if (ended !== undefined) return;
    ended = error;
    worker.terminate();
    for (const { reject } of pending.splice(0)) reject(error);
  };
  worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
    if (data.kind === 'lost') return end(errorOf('lost', data.message));
    const asked = pending.shift();
    if (data.kind === 'answer') return asked?.resolve(data.answer);
    const error = errorOf(data.failure, data.message);
    asked?.reject(error);
    // What the runtime was doing when memory ran out is undone nowhere.
    if (data.failure !== 'refused') end(error);
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    const reason = event.message || 'its script could not be loaded';
    end(new EngineError(`the engine's worker ended (${reason}): check that the page's own files are all there`));
  });

  return {
    request: (message, transfer = []) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) return reject(ended);
        worker.postMessage(message, transfer);
        pending.push({ resolve, reject });
      }),
    close: () => end(new EngineClosedError('the engine was closed before this ended: create a new one')),
  };
}

const advice = {
  memory: 'memory ran out: close other tabs, or take a smaller model or a smaller input size',
  lost: 'the graphics device was lost: go on with WebAssembly',
};

function errorOf(failure: FailureKind, message: string): EngineError {
  if (failure === 'memory') return new OutOfMemoryError(`${advice.memory} (${message})`);
  if (failure === 'lost') return new DeviceLostError(`${advice.lost} (${message})`);
  return new EngineError(message);
}
