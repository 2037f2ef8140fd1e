import type { Session, SessionOptions } from '@smoothgrad/onnx';
import { checkRun, copyFeeds, createFeedMemory, EngineClosedError, EngineError } from '@smoothgrad/onnx/runtime';
import { DeviceLostError, OutOfMemoryError } from './errors.ts';
import type { RunResult, SessionDescription } from './protocol.ts';
import type { WeightShelf } from './weightShelf.ts';
import type { WorkerPort } from './workerPort.ts';

/** Loads the model in the worker. */
export async function createWebSession(
  port: WorkerPort,
  shelf: WeightShelf,
  id: number,
  { model, weights, optimisation }: SessionOptions,
): Promise<Session> {
  if (weights !== undefined && 'folder' in weights) {
    throw new EngineError('a browser has no folders: give the weights as bytes ({ files })');
  }
  const files = weights === undefined ? new Map<string, number>() : shelf.place(weights.files);
  const request = { kind: 'create', session: id, model, weights: files, optimisation } as const;
  const created = await port
    .request(request)
    .catch((error) => Promise.reject(within('the model could not be loaded', error)));
  return openSession(port, id, created as SessionDescription);
}

function openSession(port: WorkerPort, id: number, { inputs, outputs }: SessionDescription): Session {
  const memory = createFeedMemory(1);
  let closing: Promise<void> | undefined;
  return {
    parallel: 1,
    inputs,
    outputs,
    async run(feeds, fetches = outputs.map(({ name }) => name)) {
      if (closing !== undefined) throw new EngineClosedError('the session is closed: create a new one');
      checkRun({ inputs, outputs }, feeds, fetches);
      if (fetches.length === 0) return {};
      const copies = copyFeeds(feeds, memory);
      const transfer = Object.values(copies).map(({ data }) => data.buffer as ArrayBuffer);
      try {
        const request = { kind: 'run', session: id, feeds: copies, fetches: [...fetches] } as const;
        const { results, spent } = (await port.request(request, transfer)) as RunResult;
        memory.keep(spent);
        return results;
      } catch (error) {
        throw within('the run failed', error);
      }
    },
    close() {
      closing ??= release(port, id);
      return closing;
    },
  };
}

/** With the engine the session is gone too. */
async function release(port: WorkerPort, id: number): Promise<void> {
  await port.request({ kind: 'release', session: id }).catch(() => undefined);
}

function within(what: string, error: unknown): Error {
  const isOwn = [EngineClosedError, DeviceLostError, OutOfMemoryError].some((kind) => error instanceof kind);
  if (isOwn || !(error instanceof EngineError)) return error as Error;
  return new EngineError(`${what}: ${error.message}`, { cause: error });
}
