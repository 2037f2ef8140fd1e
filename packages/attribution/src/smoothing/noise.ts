import { toChannelsFirst } from '@smoothgrad/image';
import type { NoiseReport, Problem } from '../methods/method.ts';
import { fillNormalNoise, noiseBuffer } from '../random/normal.ts';
import { iid } from './sampling/iid.ts';
import type { Sampling } from './sampling/sampling.ts';

const defaultLevel = 0.15;

/** Gaussian noise, or a function from the sample's index to noise in prepared units, already multiplied by σ. */
export type Noise = GaussianNoise | ((sample: number) => Float32Array);

export interface GaussianNoise {
  /** σ/(max − min) [3.2]: 0.1 to 0.2 balances sharpness and structure. Default 0.15. */
  readonly level?: number | undefined;
  /** Instead of a level: the standard deviation itself, in the units of the space. */
  readonly sigma?: number | undefined;
  /**
   * `pixel` (the paper): range and noise of the resized and cropped photo in [0,1]; `input`: of the prepared tensor, as PAIR
   * and Captum. Without a photo only `input` exists.
   */
  readonly space?: 'pixel' | 'input' | undefined;
  /** Keeps noisy copies within what photos can be: pixels in [0,1]; of a bare tensor, its own range. Default false, as in the paper. */
  readonly clip?: boolean | undefined;
}

/** Noisy copies of a problem's tensor. */
export interface NoiseSource {
  readonly report: NoiseReport;
  /** The k-th noisy copy, in the model's layout. */
  noisy(sample: number): Float32Array;
}

/** @throws RangeError level or σ is negative or not a number, both are given, or the design needs more samples */
export function createNoise(
  noise: Noise,
  seed: number,
  problem: Problem,
  { sampling = iid, samples = 1 }: { readonly sampling?: Sampling; readonly samples?: number } = {},
): NoiseSource {
  if (typeof noise === 'function') {
    return {
      report: { level: null, sigma: null, space: 'input' },
      noisy: (sample) => sum(problem.tensor, noise(sample)),
    };
  }
  checkNoise(noise);
  const { clip = false } = noise;
  const space = problem.photo === undefined ? 'input' : (noise.space ?? 'pixel');
  const { sigma, level } = strength(noise, space === 'pixel' ? problem.photo!.pixels : problem.tensor);
  const places = elementPlaces(problem, space, sigma);
  const bounds = clip ? validRange(problem) : undefined;
  const { length } = problem.tensor;
  // One for all samples: a new one for each is 0.6 MB of garbage.
  const normals = noiseBuffer(sigma === 0 ? 0 : length);
  const draw = sampling.start((buffer, k) => fillNormalNoise(buffer, seed, k), normals.length, samples);
  return {
    report: { level, sigma, space, ...(clip && { clip }) },
    noisy(sample) {
      const tensor = problem.tensor.slice();
      if (sigma === 0) return tensor;
      draw(normals, sample);
      for (const place of places) addScaled(tensor, normals, place);
      bounds?.(tensor);
      return tensor;
    },
  };
}

/** @throws RangeError level or σ is negative or not a finite number, or both are given */
export function checkNoise({ level, sigma }: GaussianNoise): void {
  if (level !== undefined && sigma !== undefined) {
    throw new RangeError(`the noise has both a level (${level}) and σ (${sigma}); give one of them`);
  }
  checkStrength('the noise level', level ?? 0, '0.15 for σ = 15 % of the range');
  checkStrength('σ', sigma ?? 0, '0.1');
}

function checkStrength(what: string, value: number, example: string): void {
  if (value >= 0 && Number.isFinite(value)) return;
  throw new RangeError(`${what} is ${value}; it must be a number ≥ 0, such as ${example}`);
}

function strength({ level, sigma }: GaussianNoise, values: Float32Array) {
  if (sigma !== undefined) return { level: null, sigma };
  const [low, high] = range(values);
  const share = level ?? defaultLevel;
  return { level: share, sigma: share * (high - low) };
}

/** Keeps a tensor within what a photo can be prepared to; without a photo, within the range of the tensor itself. */
function validRange({ tensor, photo, classifier }: Problem): (noisy: Float32Array) => void {
  if (photo === undefined) {
    const [low, high] = range(tensor);
    return (noisy) => clamp(noisy, 0, noisy.length, 1, low, high);
  }
  const { layout, channels } = classifier.input;
  const area = tensor.length / channels;
  const isReversed = photo.spec.channels === 'BGR';
  // The tensor is pixels · gain + offset: any element tells the offset of its channel.
  const prepared = toChannelsFirst(tensor, photo.spec);
  const ranges = Array.from({ length: channels }, (_, place) => {
    const channel = isReversed ? channels - 1 - place : place;
    const gain = photo.gain[channel]!;
    const offset = prepared[place * area]! - gain * photo.pixels[channel * area]!;
    return [Math.min(offset, offset + gain), Math.max(offset, offset + gain)] as const;
  });
  return (noisy) =>
    ranges.forEach(([low, high], place) => {
      if (layout === 'NCHW') clamp(noisy, place * area, (place + 1) * area, 1, low, high);
      else clamp(noisy, place, noisy.length, channels, low, high);
    });
}

function clamp(values: Float32Array, from: number, to: number, stride: number, low: number, high: number): void {
  for (let i = from; i < to; i += stride) values[i] = Math.min(Math.max(values[i]!, low), high);
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
