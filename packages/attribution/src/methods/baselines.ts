import { gaussianBlur, type PreparedPhoto, preparePixels } from '@smoothgrad/image';
import { uniformNumbers } from '../random/uniform.ts';
import { streams } from '../random/words.ts';
import type { Problem } from './method.ts';

/**
 * What a photo is compared with, as pixels in [0,1], [C,H,W] in RGB order. Each says "nothing is there" in its own way, and what has
 * the colour of the baseline is given no part in the score: black things with a black one.
 */
const pixelBaselines = {
  /** Pixel 0. */
  black: ({ pixels }) => new Float32Array(pixels.length),
  /** Pixel 1. */
  white: ({ pixels }) => new Float32Array(pixels.length).fill(1),
  /** The photo's mean colour. */
  mean: ({ pixels, spec }) => meanColour(pixels, spec.height * spec.width),
  /** The photo without its detail: a Gaussian of `blurSigma`. */
  blurred: ({ pixels, spec: { height, width } }) =>
    gaussianBlur(pixels, { channels: pixels.length / (height * width), height, width }, blurSigma(height, width)),
  /** Uniform in [0,1], independently for each pixel and channel; from the seed. */
  noise: ({ pixels }, seed) => uniformNumbers(pixels.length, { stream: streams.baseline, seed, draw: 0 }),
} satisfies Record<string, (photo: PreparedPhoto, seed: number) => Float32Array>;

export type BaselineName = keyof typeof pixelBaselines | 'zero';

/** By name, or a prepared tensor in the model's layout: that of another photo, for example. */
export type Baseline = BaselineName | Float32Array;

/** All that have a name. `zero` is 0 in the prepared tensor, which is grey for most models. */
export const baselineNames: readonly BaselineName[] = [
  ...(Object.keys(pixelBaselines) as (keyof typeof pixelBaselines)[]),
  'zero',
];

export const defaultBaseline: BaselineName = 'black';

/** Standard deviation of the baseline `blurred` in pixels: a tenth of the shorter side. */
export function blurSigma(height: number, width: number): number {
  return Math.min(height, width) / 10;
}

/** A baseline that does not exist, or not for this subject. */
export class BaselineError extends Error {
  override readonly name = 'BaselineError';
}

/**
 * The baseline of a problem: a prepared tensor in the model's layout, batch of 1. It belongs to the clean photo: noisy copies have the same.
 *
 * @param seed of the baseline `noise`; default 0
 * @throws BaselineError it is unknown, is made of a photo where there is none, or has another length than the input or numbers that are not finite
 * @example
 * const black = baselineTensor('black', problem);
 */
export function baselineTensor(
  baseline: Baseline,
  { tensor, photo }: Pick<Problem, 'tensor' | 'photo'>,
  seed = 0,
): Float32Array {
  if (typeof baseline !== 'string') return checked(baseline, tensor.length);
  if (baseline === 'zero') return new Float32Array(tensor.length);
  if (!Object.hasOwn(pixelBaselines, baseline)) {
    throw new BaselineError(`there is no baseline '${baseline}'; there are ${baselineNames.join(', ')}`);
  }
  if (photo === undefined) {
    throw new BaselineError(
      `the baseline '${baseline}' is made of pixels, and a prepared tensor has no photo to tell how pixels are prepared: take 'zero' or a prepared tensor`,
    );
  }
  return preparePixels(pixelBaselines[baseline](photo, seed), photo);
}

/** What results say about a baseline. */
export function describeBaseline(baseline: Baseline, { photo }: Pick<Problem, 'photo'>, seed = 0): string {
  if (typeof baseline !== 'string') return 'given';
  if (baseline === 'noise') return `noise (uniform, seed ${seed})`;
  if (baseline !== 'blurred' || photo === undefined) return baseline;
  return `blurred (σ = ${blurSigma(photo.spec.height, photo.spec.width)} pixels)`;
}

function checked(baseline: Float32Array, length: number): Float32Array {
  if (baseline.length !== length) {
    throw new BaselineError(
      `the baseline has ${baseline.length} values, the input of the model ${length}: give a prepared tensor of its shape`,
    );
  }
  const wrong = baseline.findIndex((value) => !Number.isFinite(value));
  if (wrong !== -1) throw new BaselineError(`the baseline is not finite: value ${wrong} is ${baseline[wrong]}`);
  return baseline;
}

function meanColour(pixels: Float32Array, area: number): Float32Array {
  const colour = new Float32Array(pixels.length);
  for (let from = 0; from < pixels.length; from += area) {
    const sum = pixels.subarray(from, from + area).reduce((total, value) => total + value, 0);
    colour.fill(sum / area, from, from + area);
  }
  return colour;
}
