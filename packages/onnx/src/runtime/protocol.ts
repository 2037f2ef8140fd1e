import type { EngineTensor, OperatorTimes, SessionOptions, SessionValue, WeightSource } from '../engine.ts';
import type { EngineError } from './engineErrors.ts';

export interface CreateRequest {
  readonly kind: 'create';
  readonly session: number;
  readonly model: Uint8Array;
  /** By folder, or by location. */
  readonly weights: WeightSource | undefined;
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

/** One worker that holds sessions, as the thread that uses it sees it. */
export interface EngineWorker {
  readonly alive: boolean;
  readonly busy: boolean;
  /** Why it is no longer alive, where there is more to say than that. */
  readonly failure?: EngineError | undefined;
  /** Sessions this worker holds or is creating. */
  readonly sessions: Set<number>;
  /** Sends one request; only when not busy. Rejects with an EngineError if it fails or the worker ends. */
  request(message: Request, transfer: readonly ArrayBuffer[]): Promise<Answer>;
  /** Rejects the pending request at once; settles when the worker has ended. */
  stop(): Promise<void>;
}
