import { EngineClosedError, EngineError } from './engineErrors.ts';
import type { Answer, EngineWorker, Request } from './protocol.ts';

/** A request that any of `workers` may serve. */
export interface Job {
  readonly workers: readonly EngineWorker[];
  readonly request: Request;
  readonly transfer?: readonly ArrayBuffer[];
}

/** Workers and one queue in front of them; each worker serves one request at a time. */
export interface WorkerPool {
  readonly size: number;
  /** `count` different workers: idle ones, else new ones up to `size`, else those with the fewest sessions. */
  choose(count: number): EngineWorker[];
  submit(job: Job): Promise<Answer>;
  /** Rejects the jobs of a session that no worker has begun. */
  abandon(session: number): void;
  close(): Promise<void>;
}

interface QueuedJob extends Job {
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** @param startWorker Starts one; `onEnd` is to be called once when it has ended. They start when first chosen and are kept until `close`. */
export function createWorkerPool(size: number, startWorker: (onEnd: () => void) => EngineWorker): WorkerPool {
  const threads = new Set<EngineWorker>();
  let queue: QueuedJob[] = [];
  let closed = false;

  const start = () => {
    const thread = startWorker(() => {
      threads.delete(thread);
      refuse(hasNoWorker, holdersEnded);
    });
    threads.add(thread);
    return thread;
  };

  const refuse = (concerned: (job: QueuedJob) => boolean, reason: (job: QueuedJob) => EngineError) => {
    const refused = queue.filter(concerned);
    queue = queue.filter((job) => !concerned(job));
    for (const job of refused) job.reject(reason(job));
  };

  const dispatch = () => {
    const waiting: QueuedJob[] = [];
    for (const job of queue) {
      const worker = job.workers.find(({ alive, busy }) => alive && !busy);
      if (worker === undefined) waiting.push(job);
      else
        void worker
          .request(job.request, job.transfer ?? [])
          .then(job.resolve, job.reject)
          .finally(dispatch);
    }
    queue = waiting;
  };

  return {
    size,
    choose(count) {
      const load = ({ busy, sessions }: EngineWorker) => (busy ? size : 0) + sessions.size;
      const known = [...threads].filter(({ alive }) => alive).sort((a, b) => load(a) - load(b));
      const idle = known.filter(({ busy }) => !busy).slice(0, count);
      const fresh = Math.max(0, Math.min(count - idle.length, size - known.length));
      const chosen = [...idle, ...Array.from({ length: fresh }, start)];
      return [...chosen, ...known.filter(({ busy }) => busy).slice(0, count - chosen.length)];
    },
    submit: (job) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new EngineClosedError('the engine is closed: create a new one'));
        if (hasNoWorker(job)) return reject(holdersEnded(job));
        queue.push({ ...job, resolve, reject });
        dispatch();
      }),
    abandon(session) {
      refuse(
        ({ request }) => request.session === session,
        () => new EngineClosedError('the session was closed before this run began'),
      );
    },
    async close() {
      closed = true;
      refuse(
        () => true,
        () => new EngineClosedError('the engine was closed before this run began'),
      );
      await Promise.all([...threads].map((thread) => thread.stop()));
    },
  };
}

const hasNoWorker = ({ workers }: Job) => !workers.some(({ alive }) => alive);

function holdersEnded({ workers }: Job): EngineError {
  const failure = workers.find((worker) => worker.failure !== undefined)?.failure;
  return failure ?? new EngineError('the workers that held the model have ended: load it again');
}
