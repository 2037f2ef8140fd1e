import type { TransferListItem } from 'node:worker_threads';
import { EngineClosedError, EngineError } from './errors.ts';
import type { Answer, Request } from './protocol.ts';
import { startWorkerThread, type WorkerThread } from './workerThread.ts';

/** A request that any of `workers` may serve. */
export interface Job {
  readonly workers: readonly WorkerThread[];
  readonly request: Request;
  readonly transfer?: readonly TransferListItem[];
}

/** Worker threads and one queue in front of them; each worker serves one request at a time. */
export interface WorkerPool {
  readonly size: number;
  /** `count` different workers: idle ones, else new ones up to `size`, else those with the fewest sessions. */
  choose(count: number): WorkerThread[];
  submit(job: Job): Promise<Answer>;
  /** Rejects the jobs of a session that no worker has begun. */
  abandon(session: number): void;
  close(): Promise<void>;
}

interface QueuedJob extends Job {
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

const HOLDERS_ENDED = 'the workers that held the model have ended: load it again';

/** @param script The worker's compiled script. Threads start when first chosen and are kept until `close`. */
export function createWorkerPool(size: number, script: URL): WorkerPool {
  const threads = new Set<WorkerThread>();
  let queue: QueuedJob[] = [];
  let closed = false;

  const start = () => {
    const thread = startWorkerThread(script, () => {
      threads.delete(thread);
      refuse((job) => !job.workers.some(({ alive }) => alive), HOLDERS_ENDED);
    });
    threads.add(thread);
    return thread;
  };

  const refuse = (concerned: (job: QueuedJob) => boolean, reason: string | EngineError) => {
    const refused = queue.filter(concerned);
    queue = queue.filter((job) => !concerned(job));
    for (const job of refused) job.reject(typeof reason === 'string' ? new EngineError(reason) : reason);
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
      const load = ({ busy, sessions }: WorkerThread) => (busy ? size : 0) + sessions.size;
      const known = [...threads].filter(({ alive }) => alive).sort((a, b) => load(a) - load(b));
      const idle = known.filter(({ busy }) => !busy).slice(0, count);
      const fresh = Math.max(0, Math.min(count - idle.length, size - known.length));
      const chosen = [...idle, ...Array.from({ length: fresh }, start)];
      return [...chosen, ...known.filter(({ busy }) => busy).slice(0, count - chosen.length)];
    },
    submit: (job) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new EngineClosedError('the engine is closed: create a new one'));
        if (!job.workers.some(({ alive }) => alive)) {
          return reject(new EngineError(HOLDERS_ENDED));
        }
        queue.push({ ...job, resolve, reject });
        dispatch();
      }),
    abandon(session) {
      refuse(
        ({ request }) => request.session === session,
        new EngineClosedError('the session was closed before this run began'),
      );
    },
    async close() {
      closed = true;
      refuse(() => true, new EngineClosedError('the engine was closed before this run began'));
      await Promise.all([...threads].map((thread) => thread.stop()));
    },
  };
}
