/** The runtime refused a model or a run, or a worker ended: what failed, where, and the way out, in one line. */
export class EngineError extends Error {
  override readonly name: string = 'EngineError';
}

/** The engine or the session was closed while, or before, the call was made. */
export class EngineClosedError extends EngineError {
  override readonly name = 'EngineClosedError';
}
