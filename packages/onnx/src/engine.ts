import type { ElementType, TensorType } from './ir.ts';

/** Which formulations suit the runtime; rules may choose by it. */
export type Target = 'cpu' | 'wasm' | 'webgpu';

export type EngineData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

export interface EngineTensor {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: EngineData;
}

/** Where the `external_data` locations of a model are found: a folder, or bytes by location. */
export type WeightSource = { readonly folder: string } | { readonly files: ReadonlyMap<string, Uint8Array> };

export interface SessionOptions {
  /** The encoded model. */
  readonly model: Uint8Array;
  readonly weights?: WeightSource | undefined;
  /** `disabled` computes nothing before a run; `basic` keeps every named value and costs little; `all` is for running. */
  readonly optimisation: 'disabled' | 'basic' | 'all';
  /** How many runs may overlap (default 1). An engine may give fewer, never more than its `concurrency`. */
  readonly parallel?: number | undefined;
  /** Measures each operator of each run: see `Session.profile`. Runs take a little longer. */
  readonly profile?: boolean | undefined;
}

/** What one operator of a loaded model took, in every run so far. Fusions of the runtime have names and operators of their own. */
export interface OperatorTimes {
  readonly node: string;
  readonly op: string;
  /** Shapes of the first run; weights that the runtime rearranged when it loaded the model are missing. */
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
  readonly milliseconds: readonly number[];
}

export interface SessionValue {
  readonly name: string;
  /** Undefined where the value is not a tensor. */
  readonly type: TensorType | undefined;
}

/** A loaded model. `run` may be called again before an earlier call has ended; calls beyond `parallel` wait. */
export interface Session {
  readonly parallel: number;
  readonly inputs: readonly SessionValue[];
  readonly outputs: readonly SessionValue[];
  /** Feeds are not modified. Fetches default to all outputs. */
  run(
    feeds: Readonly<Record<string, EngineTensor>>,
    fetches?: readonly string[],
  ): Promise<Record<string, EngineTensor>>;
  /** Ends the measurement of a session created with `profile`. Undefined where the engine cannot measure. */
  readonly profile?: (() => Promise<readonly OperatorTimes[]>) | undefined;
  close(): Promise<void>;
}

/** A runtime for ONNX models. Implementations: `@smoothgrad/node`, `@smoothgrad/web`. */
export interface Engine {
  /** Name and version, e.g. `onnxruntime-node 1.30.0`. */
  readonly name: string;
  readonly target: Target;
  readonly concurrency: number;
  /** Rejects where the runtime refuses the model; `cause` is then the runtime's own error. */
  createSession(options: SessionOptions): Promise<Session>;
  /** Frees everything; pending runs are rejected at once. */
  close(): Promise<void>;
}
