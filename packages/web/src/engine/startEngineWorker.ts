import { type Answer, EngineClosedError, EngineError, type EngineWorker, type Request } from '@smoothgrad/onnx/runtime';
import { DeviceLostError, OutOfMemoryError } from './errors.ts';
import type { FailureKind, Message, NumberedRequest, Reply, StartMessage } from './protocol.ts';
import { createWeightNumbers } from './weightNumbers.ts';

interface Pending {
  resolve(answer: Answer): void;
  reject(error: EngineError): void;
}

/** Starts a worker with a runtime of its own; its `stop` ends it in the middle of whatever it does. `onEnd` is called once when it has ended. */
export function startEngineWorker(start: Omit<StartMessage, 'kind'>, onEnd: () => void): EngineWorker {
  const worker = new Worker(new URL('./engineWorker.js', import.meta.url), { type: 'module' });
  const post = (message: Message, transfer: readonly ArrayBuffer[] = []) => worker.postMessage(message, [...transfer]);
  const numberWeights = createWeightNumbers(post);
  let pending: Pending | undefined;
  let failure: EngineError | undefined;

  const settle = (use: (pending: Pending) => void) => {
    const settled = pending;
    pending = undefined;
    if (settled !== undefined) use(settled);
  };
  const end = (error: EngineError) => {
    if (failure !== undefined) return;
    failure = error;
    worker.terminate();
    settle(({ reject }) => reject(error));
    onEnd();
  };
  worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
    if (data.kind === 'answer') return settle(({ resolve }) => resolve(data.answer));
    const error = errorOf(data.failure, data.message);
    // What the runtime was doing when memory ran out is undone nowhere.
    if (data.failure !== 'refused') end(error);
    else settle(({ reject }) => reject(error));
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    const reason = event.message || 'its script could not be loaded';
    end(new EngineError(`a worker ended unexpectedly (${reason}): check that all files of the page are there`));
  });
  post({ kind: 'start', ...start });

  return {
    get alive() {
      return failure === undefined;
    },
    get busy() {
      return pending !== undefined;
    },
    get failure() {
      return failure;
    },
    sessions: new Set(),
    request: (message, transfer) =>
      new Promise<Answer>((resolve, reject) => {
        post(numbered(message, numberWeights), transfer);
        pending = { resolve, reject };
      }),
    stop: async () => end(new EngineClosedError('the engine was closed before this ended')),
  };
}

function numbered(request: Request, numberWeights: ReturnType<typeof createWeightNumbers>): NumberedRequest {
  return request.kind === 'create' ? { ...request, weights: numberWeights(request.weights) } : request;
}

function errorOf(failure: FailureKind, message: string): EngineError {
  switch (failure) {
    case 'memory':
      return new OutOfMemoryError(
        `memory ran out (${message}): close other tabs, use fewer threads, or take a smaller model or input`,
      );
    case 'lost':
      return new DeviceLostError(`the graphics device was lost (${message}): go on with WebAssembly`);
    case 'refused':
      return new EngineError(message);
  }
}
