import type { EngineTensor, OperatorTimes, SessionOptions, SessionValue } from '@smoothgrad/onnx';
import type { Gate } from './gate.ts';

/** What a worker thread is started with. */
export interface WorkerStart {
  readonly gate: Gate;
}

/** External weights by folder, or by location; the bytes lie in shared memory, so that all workers read one copy. */
export type SharedWeights = { readonly folder: string } | { readonly files: ReadonlyMap<string, Uint8Array> };

export interface CreateRequest {
  readonly kind: 'create';
  readonly session: number;
  readonly model: Uint8Array;
  readonly weights: SharedWeights | undefined;
  readonly optimisation: SessionOptions['optimisation'];
  readonly profile: boolean;
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

/** Ends the measurement of a session that was created with `profile`. */
export interface ProfileRequest {
  readonly kind: 'profile';
  readonly session: number;
}

/** Main thread to worker; one at a time. */
export type Request = CreateRequest | RunRequest | ReleaseRequest | ProfileRequest;

export interface SessionDescription {
  readonly inputs: readonly SessionValue[];
  readonly outputs: readonly SessionValue[];
}

export interface RunResult {
  readonly results: Readonly<Record<string, EngineTensor>>;
  /** The memory of the feeds, handed back to be filled again. */
  readonly spent: readonly ArrayBuffer[];
}

export type Answer = SessionDescription | RunResult | readonly OperatorTimes[] | undefined;

/** Worker to main thread. Errors cross as text: the runtime's messages are all there is to them. */
export type Reply = { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly message: string };
