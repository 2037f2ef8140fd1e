import { boxMuller } from './boxMuller.ts';
import { randomWords, type WordsOf } from './words.ts';

/** Standard normal numbers of a stream beside the noise, counter-based: number i is a function of (stream, seed, draw, i) alone. */
export function normalNumbers(count: number, of: WordsOf): Float32Array {
  const words = randomWords(count, of);
  const numbers = new Float32Array(words.length);
  boxMuller(words, numbers);
  return numbers.subarray(0, count);
}
