import type { EngineTensor, SessionOptions, SessionValue } from '@smoothgrad/onnx';
import type { Device } from './chooseDevice.ts';

/** Loads the runtime, once, before anything else. */
export interface StartRequest {
  readonly kind: 'start';
  readonly device: Device;
  readonly threads: number;
  /** Where the runtime's files lie; default where the bundler put them. */
  readonly runtime: string | undefined;
  /** A model to try the device with. */
  readonly trial: Uint8Array;
}

/** Bytes of a weight file, which sessions refer to by number from now on. */
export interface WeightsRequest {
  readonly kind: 'weights';
  readonly file: number;
  readonly bytes: Uint8Array;
}

/** Nobody refers to a weight file any more. */
export interface ForgetRequest {
  readonly kind: 'forget';
  readonly file: number;
}

export interface CreateRequest {
  readonly kind: 'create';
  readonly session: number;
  readonly model: Uint8Array;
  /** Numbers of weight files, by location. */
  readonly weights: ReadonlyMap<string, number>;
  readonly optimisation: SessionOptions['optimisation'];
}

export interface RunRequest {
  readonly kind: 'run';
  readonly session: number;
  readonly feeds: Readonly<Record<string, EngineTensor>>;
  readonly fetches: readonly string[];
}

export interface ReleaseRequest {
  readonly kind: 'release';
  readonly session: number;
}

/** Page to worker. They are served in order, one at a time. */
export type Request = StartRequest | WeightsRequest | ForgetRequest | CreateRequest | RunRequest | ReleaseRequest;

export interface SessionDescription {
  readonly inputs: readonly SessionValue[];
  readonly outputs: readonly SessionValue[];
}

export interface RunResult {
  readonly results: Readonly<Record<string, EngineTensor>>;
  /** The memory of the feeds, handed back to be filled again. */
  readonly spent: readonly ArrayBuffer[];
}

export type Answer = SessionDescription | RunResult | undefined;

/** `refused`: this request alone; the others end the engine. */
export type FailureKind = 'refused' | 'memory' | 'lost';

/** Worker to page: one for each request, in order; or the news that the device is lost. Errors cross as text. */
export type Reply =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'failure'; readonly failure: FailureKind; readonly message: string }
  | { readonly kind: 'lost'; readonly message: string };
