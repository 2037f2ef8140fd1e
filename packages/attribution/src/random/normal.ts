import { fillNormalBlocks } from './normalBlocks.ts';
import { PHILOX_BLOCK } from './philox.ts';

/** A seed, a sample index or a range of elements that no noise exists for. */
export class NoiseArgumentError extends RangeError {
  override readonly name = 'NoiseArgumentError';
}

/** Which part of the noise to make. */
export interface NormalNoiseOptions {
  /** Index of the first element; 0 by default. */
  readonly offset?: number;
}

/**
 * Standard normal noise, counter-based: element i is a function of (`seed`, `sample`, i) alone. Whatever the batch, the worker
 * or the order, a slice `offset … offset + length` is bit-identical to the same part of the whole.
 *
 * Four elements are one block of Philox4x32-10: counter words 0, 1 = ⌊i/4⌋, words 2, 3 = the sample index, key words = the seed,
 * each low word first. A seed has at most 53 bits, so the upper 11 bits of the second key word are 0 here: other streams of
 * random numbers take another value there. The block's words become normal numbers by Box-Muller (see `boxMuller`).
 *
 * @param seed non-negative safe integer
 * @param sample index k of the noisy copy, a non-negative safe integer
 * @param length number of elements
 * @returns float32 [length], mean 0, standard deviation 1; multiply by σ. Elements count in RGB, C,H,W order.
 * @throws {NoiseArgumentError} for a number that is not a non-negative safe integer, or `offset + length` past 2⁵³ − 1
 * @example
 * const noise = normalNoise(0, 7, 3 * 224 * 224); // the eighth noisy copy of seed 0
 */
export function normalNoise(
  seed: number,
  sample: number,
  length: number,
  { offset = 0 }: NormalNoiseOptions = {},
): Float32Array {
  requireIndex('seed', seed);
  requireIndex('sample index', sample);
  requireIndex('length', length);
  requireIndex('offset', offset);
  requireIndex('offset + length', offset + length);

  const firstBlock = Math.floor(offset / PHILOX_BLOCK);
  const blocks = Math.ceil((offset + length) / PHILOX_BLOCK) - firstBlock;
  const out = new Float32Array(blocks * PHILOX_BLOCK);
  fillNormalBlocks(out, { seed, sample, first: firstBlock });
  const start = offset - firstBlock * PHILOX_BLOCK;
  return start === 0 && length === out.length ? out : out.slice(start, start + length);
}

/** An array for `length` numbers that `fillNormalNoise` fills: a few longer, to whole blocks. */
export function noiseBuffer(length: number): Float32Array {
  return new Float32Array(Math.ceil(length / PHILOX_BLOCK) * PHILOX_BLOCK);
}

/** Fills a `noiseBuffer` with the numbers of `normalNoise`, without a new array. @throws {NoiseArgumentError} as `normalNoise` */
export function fillNormalNoise(buffer: Float32Array, seed: number, sample: number): void {
  requireIndex('seed', seed);
  requireIndex('sample index', sample);
  fillNormalBlocks(buffer, { seed, sample, first: 0 });
}

function requireIndex(what: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return;
  throw new NoiseArgumentError(`Noise: the ${what} is ${value}; give a whole number from 0 to 2^53 - 1.`);
}
