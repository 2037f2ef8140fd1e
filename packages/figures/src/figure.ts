import type { Classifier, Prediction, StopSignal, TargetChoice } from '@smoothgrad/attribution';
import type { PreparedPhoto } from '@smoothgrad/image';
import type { Colormap, MapLook, Scene } from '@smoothgrad/render';

/** A photo of a figure, as the classifier sees it. */
export interface FigurePhoto {
  readonly name: string;
  readonly photo: PreparedPhoto;
  /** Classes to explain; default the top class. Figure 6 takes two. */
  readonly targets: readonly TargetChoice[];
}

/** What a user can say about figures; each takes what concerns it, and has the paper's values where nothing is said. */
export interface FigureOptions extends MapLook {
  /** n. */
  readonly samples?: number | undefined;
  /** Noise level σ/(max − min). */
  readonly noise?: number | undefined;
  readonly seed?: number | undefined;
  /** Noise levels of the columns. */
  readonly levels?: readonly number[] | undefined;
  /** Sample sizes of the columns. */
  readonly sizes?: readonly number[] | undefined;
  /** Points of integrated gradients. */
  readonly steps?: number | undefined;
  /** Column and row, from 0. */
  readonly pixel?: readonly [x: number, y: number] | undefined;
  /** What a derivative is a fraction of: the largest entry (default), or the largest magnitude. */
  readonly denominator?: 'signed' | 'abs' | undefined;
  /** Samples of the estimate that `convergence` takes for n = ∞. */
  readonly reference?: number | undefined;
  /** Each map by itself (default), or all maps of a photo with the same unit on one scale. */
  readonly scale?: 'each' | 'shared' | undefined;
  readonly colormap?: Colormap | undefined;
}

/** What a figure is made from. */
export interface FigureContext {
  readonly classifier: Classifier;
  readonly labels?: readonly string[] | undefined;
  readonly photos: readonly [FigurePhoto, ...FigurePhoto[]];
  readonly options: FigureOptions;
  /** A DOM document for figures with charts (fluctuation, convergence): the page's own, or that of a library such as linkedom. */
  readonly document?: unknown;
  /** Ends `make` with a StoppedError. */
  readonly signal?: StopSignal | undefined;
  /** Told after each sample, of how many for the figure's current part. */
  progress?(part: string, samples: number, total: number): void;
}

/** A figure by its name: a table's entry, one file each. */
export interface Figure {
  readonly name: string;
  /** In the paper. */
  readonly number?: number;
  /** What it shows, in one line. */
  readonly summary: string;
  /** What its picture looks like, in a few words. */
  readonly thumbnail: string;
  /** How many classes it takes for each photo, where it needs more than one. */
  readonly classes?: number;
  /** Computes and draws it. @throws FigureError it cannot be made from these photos, classes or options */
  make(context: FigureContext): Promise<Scene>;
}

/** A figure cannot be made from what it was given. */
export class FigureError extends Error {
  override readonly name = 'FigureError';
}

/** `tiger cat, 38.8 %` */
export function describeTarget({ index, label, probability }: Prediction): string {
  const name = label?.split(',')[0] ?? `class ${index}`;
  return `${name}, ${probability < 0.001 ? '< 0.1' : (100 * probability).toFixed(1)} %`;
}
