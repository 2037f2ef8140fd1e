import type { EngineTensor, OperatorTimes, Session, SessionOptions, WeightSource } from '@smoothgrad/onnx';
import { EngineClosedError, EngineError } from './errors.ts';
import { createFeedMemory, type FeedMemory } from './feedMemory.ts';
import type { CreateRequest, RunResult, SessionDescription, SharedWeights } from './protocol.ts';
import type { WorkerPool } from './workerPool.ts';
import type { WorkerThread } from './workerThread.ts';

/** Loads the model in `min(parallel, pool size)` workers at once. */
export async function createNodeSession(pool: WorkerPool, id: number, options: SessionOptions): Promise<Session> {
  const workers = pool.choose(Math.min(Math.max(1, Math.floor(options.parallel ?? 1)), pool.size));
  const weights = shareWeights(options.weights);
  for (const worker of workers) worker.sessions.add(id);
  const created = await Promise.allSettled(
    workers.map((worker) => {
      const model = new Uint8Array(options.model);
      const request: CreateRequest = {
        kind: 'create',
        session: id,
        model,
        weights,
        optimisation: options.optimisation,
        profile: options.profile ?? false,
      };
      return pool.submit({ workers: [worker], request, transfer: [model.buffer as ArrayBuffer] });
    }),
  );
  const failed = created.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await release(pool, id, workers);
    throw within('the model could not be loaded', failed.reason);
  }
  const [first] = created as PromiseFulfilledResult<unknown>[];
  const session = openSession(pool, id, workers, first?.value as SessionDescription);
  return options.profile ? { ...session, profile: () => profileOf(pool, id, workers) } : session;
}

function openSession(
  pool: WorkerPool,
  id: number,
  workers: readonly WorkerThread[],
  { inputs, outputs }: SessionDescription,
): Session {
  const inputNames = new Set(inputs.map(({ name }) => name));
  const outputNames = outputs.map(({ name }) => name);
  const memory = createFeedMemory(workers.length);
  let closing: Promise<void> | undefined;
  return {
    parallel: workers.length,
    inputs,
    outputs,
    async run(feeds, fetches = outputNames) {
      if (closing !== undefined) throw new EngineClosedError('the session is closed: create a new one');
      checkNames('inputs', Object.keys(feeds), inputNames);
      const missing = [...inputNames].filter((name) => feeds[name] === undefined);
      if (missing.length > 0) throw new EngineError(`the run lacks a tensor for the input ${list(missing)}`);
      checkNames('outputs', fetches, new Set(outputNames));
      if (fetches.length === 0) return {};
      const copies = copyFeeds(feeds, memory);
      const transfer = Object.values(copies).map(({ data }) => data.buffer as ArrayBuffer);
      try {
        const request = { kind: 'run', session: id, feeds: copies, fetches: [...fetches] } as const;
        const { results, spent } = (await pool.submit({ workers, request, transfer })) as RunResult;
        memory.keep(spent);
        return results;
      } catch (error) {
        throw within('the run failed', error);
      }
    },
    close() {
      pool.abandon(id);
      closing ??= release(pool, id, workers);
      return closing;
    },
  };
}

/** Of all workers: each has measured its own runs. */
async function profileOf(
  pool: WorkerPool,
  id: number,
  workers: readonly WorkerThread[],
): Promise<readonly OperatorTimes[]> {
  const request = { kind: 'profile', session: id } as const;
  const parts = await Promise.all(workers.map((worker) => pool.submit({ workers: [worker], request })));
  return (parts as (readonly OperatorTimes[])[]).flat();
}

async function release(pool: WorkerPool, id: number, workers: readonly WorkerThread[]): Promise<void> {
  await Promise.allSettled(
    workers.map(async (worker) => {
      if (worker.alive) await pool.submit({ workers: [worker], request: { kind: 'release', session: id } });
      worker.sessions.delete(id);
    }),
  );
}

/** Copies, so that the caller may reuse its arrays at once, and so that they can be handed to the thread for good. */
function copyFeeds(feeds: Readonly<Record<string, EngineTensor>>, memory: FeedMemory): Record<string, EngineTensor> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { type, shape, data }]) => [
      name,
      { type, shape: [...shape], data: memory.copy(data) },
    ]),
  );
}

function shareWeights(weights: WeightSource | undefined): SharedWeights | undefined {
  if (weights === undefined || 'folder' in weights) return weights;
  return { files: new Map(Array.from(weights.files, ([location, bytes]) => [location, toSharedMemory(bytes)])) };
}

function toSharedMemory(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes;
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  shared.set(bytes);
  return shared;
}

function checkNames(what: string, asked: readonly string[], known: ReadonlySet<string>): void {
  const unknown = asked.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new EngineError(`the model has no ${what} ${list(unknown)}: its ${what} are ${list([...known])}`);
}

/** Names in quotes; a probe session has thousands. */
function list(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `'${name}'`);
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}

function within(what: string, error: unknown): Error {
  if (error instanceof EngineClosedError || !(error instanceof EngineError)) return error as Error;
  return new EngineError(`${what}: ${error.message}`, { cause: error });
}
