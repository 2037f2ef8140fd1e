import { fillPhiloxBlocks, PHILOX_BLOCK } from './philox.ts';

/**
 * Streams of random numbers beside that of the noise (`normalNoise`, stream 0): the upper 11 bits of the second key word, which no
 * seed has.
 */
export const streams = { baseline: 1, patches: 2, draws: 3 } as const;

/** Which random words. */
export interface WordsOf {
  readonly stream: number;
  /** Whole number of 0 … 2⁵³ − 1. */
  readonly seed: number;
  /** Draw of the stream: word i is a function of (stream, seed, draw, i) alone. */
  readonly draw: number;
}

/** Random 32-bit words by the counter-based generator. @param count rounded up to whole blocks of four */
export function randomWords(count: number, { stream, seed, draw }: WordsOf): Uint32Array {
  const words = new Uint32Array(Math.ceil(count / PHILOX_BLOCK) * PHILOX_BLOCK);
  const high = Math.floor(seed / 2 ** 32) + stream * 2 ** 21;
  fillPhiloxBlocks(words, [0, 0, draw >>> 0, Math.floor(draw / 2 ** 32)], [seed >>> 0, high]);
  return words;
}
