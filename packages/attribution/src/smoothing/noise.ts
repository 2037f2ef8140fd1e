import type { NoiseReport, Problem } from '../methods/method.ts';
import { fillNormalNoise, noiseBuffer } from '../random/normal.ts';

/** Gaussian noise, or a function from the sample's index to noise in prepared units, already multiplied by σ. */
export type Noise = GaussianNoise | ((sample: number) => Float32Array);

export interface GaussianNoise {
  /** σ/(max − min) [3.2]: 0.1 to 0.2 balances sharpness and structure. */
  readonly level: number;
  /**
   * `pixel` (the paper): range and noise of the resized and cropped photo in [0,1]; `input`: of the prepared tensor, as PAIR
   * and Captum. Without a photo only `input` exists.
   */
  readonly space?: 'pixel' | 'input';
}

/** Noisy copies of a problem's tensor. */
export interface NoiseSource {
  readonly report: NoiseReport;
  /** The k-th noisy copy, in the model's layout. */
  noisy(sample: number): Float32Array;
}

/** @throws RangeError the level is negative or not a number */
export function createNoise(noise: Noise, seed: number, problem: Problem): NoiseSource {
  if (typeof noise === 'function') {
    return {
      report: { level: null, sigma: null, space: 'input' },
      noisy: (sample) => sum(problem.tensor, noise(sample)),
    };
  }
  checkLevel(noise.level);
  const space = problem.photo === undefined ? 'input' : (noise.space ?? 'pixel');
  const [low, high] = range(space === 'pixel' ? problem.photo!.pixels : problem.tensor);
  const sigma = noise.level * (high - low);
  const places = elementPlaces(problem, space, sigma);
  // One for all samples: a new one for each is 0.6 MB of garbage.
  const normals = noiseBuffer(sigma === 0 ? 0 : problem.tensor.length);
  return {
    report: { level: noise.level, sigma, space },
    noisy(sample) {
      const tensor = problem.tensor.slice();
      if (sigma === 0) return tensor;
      fillNormalNoise(normals, seed, sample);
      for (const place of places) addScaled(tensor, normals, place);
      return tensor;
    },
  };
}

/** @throws RangeError the level is negative or not a finite number */
export function checkLevel(level: number): void {
  if (level >= 0 && Number.isFinite(level)) return;
  throw new RangeError(`the noise level is ${level}; it must be a number ≥ 0, such as 0.15 for σ = 15 % of the range`);
}

/** Where the noise of one channel, which counts in RGB, C,H,W order, lands in the tensor, and how it is scaled. */
interface ChannelPlace {
  readonly from: number;
  readonly to: number;
  readonly stride: number;
  readonly length: number;
  readonly scale: number;
}

function elementPlaces(
  { classifier, photo, channels: order, tensor }: Problem,
  space: 'pixel' | 'input',
  sigma: number,
): ChannelPlace[] {
  const { input } = classifier;
  const channels = input.channels;
  const length = tensor.length / channels;
  const isReversed = (photo?.spec.channels ?? order) === 'BGR';
  return Array.from({ length: channels }, (_, channel) => {
    const place = isReversed ? channels - 1 - channel : channel;
    const gain = space === 'pixel' ? photo!.gain[channel]! : 1;
    const to = input.layout === 'NCHW' ? place * length : place;
    return { from: channel * length, to, stride: input.layout === 'NCHW' ? 1 : channels, length, scale: sigma * gain };
  });
}

/** A function of its own: inlined into its caller, the loop is several times slower. */
function addScaled(
  tensor: Float32Array,
  normals: Float32Array,
  { from, to, stride, length, scale }: ChannelPlace,
): void {
  for (let i = 0, at = to; i < length; i++, at += stride) tensor[at]! += scale * normals[from + i]!;
}

function range(values: Float32Array): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function sum(tensor: Float32Array, noise: Float32Array): Float32Array {
  if (noise.length !== tensor.length)
    throw new RangeError(`the noise has ${noise.length} values, the input ${tensor.length}`);
  return tensor.map((value, i) => value + noise[i]!);
}
