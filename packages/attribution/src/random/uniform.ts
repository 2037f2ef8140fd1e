import { randomWords, type WordsOf } from './words.ts';

/**
 * Uniform random numbers in (0, 1), counter-based: number i is a function of (stream, seed, draw, i) alone,
 * (word + ½)/2³² rounded to float32.
 */
export function uniformNumbers(count: number, of: WordsOf): Float32Array {
  return Float32Array.from(randomWords(count, of).subarray(0, count), (word) => (word + 0.5) / 2 ** 32);
}
