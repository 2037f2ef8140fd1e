import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import type { Engine } from '@smoothgrad/onnx';
import { createPooledSession, createWorkerPool, EngineClosedError, EngineError } from '@smoothgrad/onnx/runtime';
import { shareWeights } from './shareWeights.ts';
import { startWorkerThread } from './workerThread.ts';

export interface NodeEngineOptions {
  /** How many threads run models, each on one core with its own copy of the weights. Default: the available cores, at most 4. */
  readonly workers?: number | undefined;
}

/** The built one, by the package's name: from sources, from `dist` and from a bundle. A worker cannot be started from TypeScript on Node 20. */
const workerScript = createRequire(import.meta.url).resolve('@smoothgrad/node/worker');

/**
 * An engine on onnxruntime-node (CPU) in worker threads: runs overlap and never block the event loop.
 *
 * Threads start with the first sessions, are shared by all sessions, and keep the process alive only while a call is
 * pending. `close()` rejects pending calls at once and settles when the threads have ended, at most one run later.
 *
 * @throws EngineError if `workers` is not a whole number from 1 to four times the cores: more only cost memory. Calls on the engine and its sessions reject with
 * `EngineError` (the runtime refused a model or a run, or a worker ended) or `EngineClosedError`.
 * @example
 * const engine = createNodeEngine();
 * const session = await engine.createSession({ model, optimisation: 'all', parallel: engine.concurrency });
 * const { logits } = await session.run({ input: { type: 'float32', shape: [1, 3, 224, 224], data } });
 * await engine.close();
 */
export function createNodeEngine(options: NodeEngineOptions = {}): Engine {
  const workers = options.workers ?? Math.min(availableParallelism(), 4);
  const most = 4 * availableParallelism();
  if (!Number.isInteger(workers) || workers < 1 || workers > most) {
    throw new EngineError(
      `the number of workers must be a whole number from 1 to ${most}, four for each core here, not ${workers}`,
    );
  }
  const script = pathToFileURL(workerScript);
  const pool = createWorkerPool(workers, (onEnd) => startWorkerThread(script, onEnd));
  let sessions = 0;
  let closing: Promise<void> | undefined;
  return {
    name: `onnxruntime-node ${runtimeVersion()}`,
    target: 'cpu',
    concurrency: workers,
    async createSession(sessionOptions) {
      if (closing !== undefined) throw new EngineClosedError('the engine is closed: create a new one');
      const weights = shareWeights(sessionOptions.weights);
      return createPooledSession(pool, sessions++, { ...sessionOptions, weights });
    },
    close() {
      closing ??= pool.close();
      return closing;
    },
  };
}

/** Of the runtime that the workers load. From its package file: loading the runtime itself in the main thread would cost start-up time. */
function runtimeVersion(): string {
  const { version } = createRequire(workerScript)('onnxruntime-node/package.json') as { version: string };
  return version;
}
