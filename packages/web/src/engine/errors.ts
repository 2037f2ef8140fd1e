import { EngineError } from '@smoothgrad/onnx/runtime';

/** The graphics device went away, or its driver gave up. A new engine on WebAssembly can go on. */
export class DeviceLostError extends EngineError {
  override readonly name = 'DeviceLostError';
}

/** There was not enough memory, on the graphics device or in WebAssembly (4 GB at most). The engine is then of no more use. */
export class OutOfMemoryError extends EngineError {
  override readonly name = 'OutOfMemoryError';
}
