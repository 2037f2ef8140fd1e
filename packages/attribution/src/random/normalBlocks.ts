import { boxMuller } from './boxMuller.ts';
import { KERNEL_BLOCKS, normalKernel } from './normalKernel.ts';
import { fillPhiloxBlocks, PHILOX_BLOCK } from './philox.ts';

/** Blocks made at a time: the words then stay in the first-level cache. */
const CHUNK_BLOCKS = 1024;

/** A stretch of the noise: whole blocks of four numbers from the block `first` on. */
export interface Stretch {
  readonly seed: number;
  readonly sample: number;
  readonly first: number;
}

/** Fills `out`, whole blocks, with normal numbers as `normalNoise` defines them. */
export function fillNormalBlocks(out: Float32Array, stretch: Stretch): void {
  const end = stretch.first + out.length / PHILOX_BLOCK + 3;
  // The kernel counts in 32 bits.
  const isShort = high(stretch.first) === high(end);
  if (!isShort || !fillByKernel(out, stretch)) fillByScript(out, stretch);
}

/** In JavaScript alone: what the kernel must give, and what is used where there is no WebAssembly with SIMD. */
export function fillByScript(out: Float32Array, { seed, sample, first }: Stretch): void {
  const words = new Uint32Array(Math.min(out.length, CHUNK_BLOCKS * PHILOX_BLOCK));
  for (let at = 0; at < out.length; at += words.length) {
    const chunk = words.subarray(0, Math.min(words.length, out.length - at));
    const block = first + at / PHILOX_BLOCK;
    fillPhiloxBlocks(chunk, [low(block), high(block), low(sample), high(sample)], [low(seed), high(seed)]);
    boxMuller(chunk, out, at);
  }
}

/** False: there is no kernel here. */
export function fillByKernel(out: Float32Array, { seed, sample, first }: Stretch): boolean {
  const kernel = normalKernel();
  if (kernel === undefined) return false;
  const made = new Float32Array(kernel.memory.buffer);
  const most = KERNEL_BLOCKS * PHILOX_BLOCK;
  for (let at = 0; at < out.length; at += most) {
    const count = Math.min(most, out.length - at);
    const block = first + at / PHILOX_BLOCK;
    // Four blocks at a time; what is too many is not taken.
    const bytes = Math.ceil(count / (4 * PHILOX_BLOCK)) * 64;
    kernel.run(low(block), bytes, high(block), low(sample), high(sample), low(seed), high(seed));
    out.set(count === made.length ? made : made.subarray(0, count), at);
  }
  return true;
}

function low(value: number): number {
  return value >>> 0;
}

function high(value: number): number {
  return Math.floor(value / 2 ** 32);
}
