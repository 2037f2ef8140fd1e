import type { ChannelOrder, PreparedPhoto } from '@smoothgrad/image';
import type { Classifier } from '../classifier/classifier.ts';

/** The part of `AbortSignal` that is used; every runtime's own fits. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** What is explained: one class's score (or any weighting of scores) of one classifier at one point. */
export interface Problem {
  readonly classifier: Classifier;
  /** The clean prepared tensor, in the model's layout. */
  readonly tensor: Float32Array;
  /** Where the tensor came from; absent for a tensor given as such. */
  readonly photo?: PreparedPhoto | undefined;
  /** Order of the tensor's channels where it is known; default RGB. Noise counts in RGB order. */
  readonly channels?: ChannelOrder | undefined;
  /** [classes]; one-hot for one class. */
  readonly cotangent: Float32Array;
  readonly signal?: StopSignal | undefined;
}

/** What a method finds at one point. */
export interface Evaluation {
  /** Signed, in the layout of the input. */
  readonly map: Float32Array;
  /** The classifier's logits at that point, [classes]. */
  readonly logits: Float32Array;
}

/** A running average, handed out after each sample. Its functions are valid until the next one is asked for. */
export interface Estimate {
  /** Samples averaged so far, and how many there will be. */
  readonly samples: number;
  readonly total: number;
  /** The mean of signed maps, in the layout of the input. */
  map(): Float32Array;
  /** Standard error of each element of the map; NaN for one sample. Undefined for methods that do not average. */
  standardError(): Float32Array | undefined;
  /** √(ΣSE²/(Σmean² − ΣSE²)); null where it is not resolved. */
  relativeStandardError(): number | null;
  /** Logits at each point averaged, in order of the samples. */
  readonly logits: readonly Float32Array[];
}

/** The noise a method adds, for reports: definitions.md. */
export interface NoiseReport {
  /** σ/(max − min); null where the noise was supplied. */
  readonly level: number | null;
  /** Standard deviation in the units of `space`; null where the noise was supplied. */
  readonly sigma: number | null;
  readonly space: 'pixel' | 'input';
}

/** A way to make a sensitivity map. A value: `gradient`, `smoothGrad(gradient, { samples: 50 })`. */
export interface Method {
  readonly name: string;
  /** The map at any point near the subject, for methods that are wrapped by others. */
  evaluate(problem: Problem, tensor: Float32Array): Promise<Evaluation>;
  /** Yields ever better estimates; the last one is the result. Ends early, with what it has, when the signal aborts. */
  refine(problem: Problem): AsyncGenerator<Estimate, void>;
  /** Seed and noise of methods that use them. */
  readonly seed?: number | undefined;
  noise?(problem: Problem): NoiseReport;
}
