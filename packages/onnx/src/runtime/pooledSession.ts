import type { OperatorTimes, Session, SessionOptions } from '../engine.ts';
import { checkRun } from './checkRun.ts';
import { EngineClosedError, EngineError } from './engineErrors.ts';
import { buffersOf, copyFeeds, createFeedMemory } from './feedMemory.ts';
import type { CreateRequest, EngineWorker, RunResult, SessionDescription } from './protocol.ts';
import type { WorkerPool } from './workerPool.ts';

/** Loads the model in `min(parallel, pool size)` workers at once. */
export async function createPooledSession(pool: WorkerPool, id: number, options: SessionOptions): Promise<Session> {
  const workers = pool.choose(Math.min(Math.max(1, Math.floor(options.parallel ?? 1)), pool.size));
  for (const worker of workers) worker.sessions.add(id);
  const created = await Promise.allSettled(
    workers.map((worker) => {
      const model = new Uint8Array(options.model);
      const request: CreateRequest = {
        kind: 'create',
        session: id,
        model,
        weights: options.weights,
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
  workers: readonly EngineWorker[],
  { inputs, outputs }: SessionDescription,
): Session {
  const outputNames = outputs.map(({ name }) => name);
  const memory = createFeedMemory(workers.length);
  let closing: Promise<void> | undefined;
  return {
    parallel: workers.length,
    inputs,
    outputs,
    async run(feeds, fetches = outputNames) {
      if (closing !== undefined) throw new EngineClosedError('the session is closed: create a new one');
      checkRun({ inputs, outputs }, feeds, fetches);
      if (fetches.length === 0) return {};
      const copies = copyFeeds(feeds, memory);
      const transfer = buffersOf(copies);
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
  workers: readonly EngineWorker[],
): Promise<readonly OperatorTimes[]> {
  const request = { kind: 'profile', session: id } as const;
  const parts = await Promise.all(workers.map((worker) => pool.submit({ workers: [worker], request })));
  return (parts as (readonly OperatorTimes[])[]).flat();
}

async function release(pool: WorkerPool, id: number, workers: readonly EngineWorker[]): Promise<void> {
  await Promise.allSettled(
    workers.map(async (worker) => {
      if (worker.alive) await pool.submit({ workers: [worker], request: { kind: 'release', session: id } });
      worker.sessions.delete(id);
    }),
  );
}

function within(what: string, error: unknown): Error {
  // Its kinds say more than where they happened.
  const isPlain = error instanceof EngineError && error.constructor === EngineError;
  if (!isPlain) return error as Error;
  return new EngineError(`${what}: ${error.message}`, { cause: error });
}
