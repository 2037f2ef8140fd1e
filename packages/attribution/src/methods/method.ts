import type { ChannelOrder, PreparedPhoto } from '@smoothgrad/image';
import type { Classifier } from '../classifier/classifier.ts';
import type { Facts, Recipe } from '../classifier/recipe.ts';
import type { MapUnit } from './unit.ts';

/** The part of `AbortSignal` that is used; every runtime's own fits. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** What is explained: scores (one class's, or any weighting of scores) of one classifier at one point. */
export interface Problem {
  readonly classifier: Classifier;
  /** The clean prepared tensor, in the model's layout. */
  readonly tensor: Float32Array;
  /** Where the tensor came from; absent for a tensor given as such. */
  readonly photo?: PreparedPhoto | undefined;
  /** Order of the tensor's channels where it is known; default RGB. Noise counts in RGB order. */
  readonly channels?: ChannelOrder | undefined;
  /** One for each target: [classes]; one-hot for one class, e_a − e_b for a contrast. */
  readonly cotangents: readonly Float32Array[];
  readonly signal?: StopSignal | undefined;
}

export interface NamedArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}
export type NamedArrays = Readonly<Record<string, NamedArray>>;

/** What a method finds about one target. */
export interface Finding {
  /** Signed, in the layout of the input; [H,W] for methods with one channel. */
  readonly map: Float32Array;
  /** What to report beside it: a gap, a layer. Numbers are averaged over noisy copies. */
  readonly facts?: Facts | undefined;
  /** Further arrays to save: averaged too. */
  readonly arrays?: NamedArrays | undefined;
}

/** What a method finds at one point. */
export interface Evaluation {
  /** The classifier's logits at that point, [classes]. */
  readonly logits: Float32Array;
  /** One for each cotangent. */
  readonly findings: readonly Finding[];
}

/** What is known about one target so far. Its functions are valid until the next estimate is asked for. */
export interface TargetEstimate {
  /** The mean of signed maps (or another statistic of them), in the layout of the input; [H,W] for methods with one channel. */
  map(): Float32Array;
  /** Standard error of each element of the map; NaN for one sample. Undefined where there is none. */
  standardError(): Float32Array | undefined;
  /** √(ΣSE²/(Σmean² − ΣSE²)); null where it is not resolved. */
  relativeStandardError(): number | null;
  facts(): Facts;
  arrays(): NamedArrays;
}

/** A running result, handed out after each sample (or probe). */
export interface Estimate {
  /** Samples so far, and how many there will be; for methods that do not average, passes. */
  readonly samples: number;
  readonly total: number;
  /** Logits at each point averaged, in order of the samples. */
  readonly logits: readonly Float32Array[];
  readonly targets: readonly TargetEstimate[];
  /** Of methods that average. */
  readonly smoothing?: SmoothingReport | undefined;
}

/** The noise a method adds, for reports: definitions.md. */
export interface NoiseReport {
  /** σ/(max − min); null where σ was given, or the noise itself. */
  readonly level: number | null;
  /** Standard deviation in the units of `space`; null where the noise was supplied. */
  readonly sigma: number | null;
  readonly space: 'pixel' | 'input';
  /** Copies were kept within what a photo can be. */
  readonly clip?: true;
}

/** How samples became a map, for reports. */
export interface SmoothingReport {
  readonly aggregation: string;
  readonly sampling: string;
  /** What the standard error is: an estimate, an upper bound, or nothing. */
  readonly standardError: 'estimate' | 'upper bound' | 'none';
  /** Adaptive sampling: the relative standard error that was asked for. */
  readonly precision?: number | undefined;
  /** Why no more samples were taken; undefined while they are. */
  readonly stopped?: 'samples' | 'precision' | 'max-samples' | undefined;
}

/** A way to make a sensitivity map. A value: `gradient`, `smoothGrad(gradient, { samples: 50 })`. */
export interface Method {
  readonly name: string;
  /** What the numbers of its map are. */
  readonly unit: MapUnit;
  /** 1: the map has one number a pixel, [H,W], not one for each channel of the input. */
  readonly channels?: 1 | undefined;
  /** The graphs it runs for that many targets, the first of which tells the clean photo's scores too. */
  recipes(targets: number): readonly Recipe[];
  /** The map at any point near the subject, for methods that are wrapped by others. */
  evaluate(problem: Problem, tensor: Float32Array): Promise<Evaluation>;
  /** Yields ever better estimates; the last one is the result. Ends early, with what it has, when the signal aborts. */
  refine(problem: Problem): AsyncGenerator<Estimate, void>;
  /** Done last with a map, after averaging: Grad-CAM's ReLU. */
  finish?(map: Float32Array): Float32Array;
  /** Seed and noise of methods that use them. */
  readonly seed?: number | undefined;
  noise?(problem: Problem): NoiseReport;
}
