import type { Answer } from '@smoothgrad/onnx/runtime';
import type { Gate } from './gate.ts';

/** What a worker thread is started with. */
export interface WorkerStart {
  readonly gate: Gate;
}

/** Worker to main thread. Errors cross as text: the runtime's messages are all there is to them. */
export type Reply = { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly message: string };
