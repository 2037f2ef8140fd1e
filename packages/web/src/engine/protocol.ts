import type { Answer, CreateRequest, Request } from '@smoothgrad/onnx/runtime';
import type { Device } from './chooseDevice.ts';

/** Loads the runtime, once, before anything else. What fails is told to whoever asks next. */
export interface StartMessage {
  readonly kind: 'start';
  readonly device: Device;
  /** Where the runtime's files lie; default where the bundler put them. */
  readonly runtime: string | undefined;
}

/** Bytes of a weight file, which sessions refer to by number from now on. */
export interface WeightsMessage {
  readonly kind: 'weights';
  readonly file: number;
  readonly bytes: Uint8Array;
}

/** Nobody refers to a weight file any more. */
export interface ForgetMessage {
  readonly kind: 'forget';
  readonly file: number;
}

/** Weights by the numbers of their files. */
export interface NumberedCreate extends Omit<CreateRequest, 'weights'> {
  readonly weights: ReadonlyMap<string, number>;
}

export type NumberedRequest = Exclude<Request, CreateRequest> | NumberedCreate;

/** Page to worker. Requests are answered, one at a time; the others are not. */
export type Message = StartMessage | WeightsMessage | ForgetMessage | NumberedRequest;

/** `refused`: this request alone; the others end the worker. */
export type FailureKind = 'refused' | 'memory' | 'lost';

/** Worker to page; `lost` without a request too. Errors cross as text. */
export type Reply =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'failure'; readonly failure: FailureKind; readonly message: string };
