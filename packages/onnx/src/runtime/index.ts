/**
 * @module What engines on ONNX Runtime have in common, whichever of its packages they use: sessions in a pool of workers. Apart from the
 * rest of the package, for workers load it too.
 */
export { EngineClosedError, EngineError } from './engineErrors.ts';
export { oneLine } from './oneLine.ts';
export { createPooledSession } from './pooledSession.ts';
export type { Answer, CreateRequest, EngineWorker, Request, RunResult } from './protocol.ts';
export { serveRun, transfersOf } from './serveRun.ts';
export { sessionValues } from './sessionValues.ts';
export { createWorkerPool, type WorkerPool } from './workerPool.ts';
