/** Four 32-bit words, least significant first; words outside 0 … 2³²−1 are taken modulo 2³². */
export type PhiloxCounter = readonly [number, number, number, number];

/** Two 32-bit words. */
export type PhiloxKey = readonly [number, number];

/** Words in one block: a counter gives this many random words. */
export const PHILOX_BLOCK = 4;

// Round multipliers and Weyl key increments of Philox4x32 (paper, table 2); the multipliers as 16-bit halves.
const ROUNDS = 10;
const M0 = 0xd2511f53;
const M0_HIGH = M0 >>> 16;
const M0_LOW = M0 & 0xffff;
const M1 = 0xcd9e8d57;
const M1_HIGH = M1 >>> 16;
const M1_LOW = M1 & 0xffff;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;

/** For other ways to compute the same. */
export const PHILOX = { rounds: ROUNDS, m0: M0, m1: M1, w0: W0, w1: W1 } as const;

/** High 32 bits of the 64-bit product of two unsigned words, the second given as 16-bit halves. */
function multiplyHigh(x: number, high: number, low: number): number {
  const xHigh = x >>> 16;
  const xLow = x & 0xffff;
  // Each partial sum stays below 2³², so 32-bit wrap-around arithmetic is exact here.
  const middle = (Math.imul(xHigh, low) + (Math.imul(xLow, low) >>> 16)) | 0;
  const cross = (Math.imul(xLow, high) + (middle & 0xffff)) | 0;
  return (Math.imul(xHigh, high) + (middle >>> 16) + (cross >>> 16)) | 0;
}

/**
 * Fills `out` with the blocks of consecutive counters: block b is Philox4x32-10 of `counter` + b, where words 0 and 1 of the
 * counter count as one 64-bit number and words 2 and 3 stay.
 *
 * Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 *
 * @param out whole blocks; a remainder of fewer than four words at the end stays untouched.
 */
export function fillPhiloxBlocks(out: Uint32Array, counter: PhiloxCounter, key: PhiloxKey): void {
  const end = out.length - (out.length % PHILOX_BLOCK);
  let low = counter[0] | 0;
  let high = counter[1] | 0;
  for (let at = 0; at < end; at += PHILOX_BLOCK) {
    let c0 = low;
    let c1 = high;
    let c2 = counter[2] | 0;
    let c3 = counter[3] | 0;
    let k0 = key[0] | 0;
    let k1 = key[1] | 0;
    for (let round = 0; round < ROUNDS; round++) {
      const high0 = multiplyHigh(c0, M0_HIGH, M0_LOW);
      const high1 = multiplyHigh(c2, M1_HIGH, M1_LOW);
      const low0 = Math.imul(c0, M0);
      const low1 = Math.imul(c2, M1);
      c0 = high1 ^ c1 ^ k0;
      c1 = low1;
      c2 = high0 ^ c3 ^ k1;
      c3 = low0;
      k0 = (k0 + W0) | 0;
      k1 = (k1 + W1) | 0;
    }
    out[at] = c0;
    out[at + 1] = c1;
    out[at + 2] = c2;
    out[at + 3] = c3;
    low = (low + 1) | 0;
    if (low === 0) high = (high + 1) | 0;
  }
}

/**
 * Philox4x32-10: four random words that are a function of counter and key alone, so that any number of a stream can be had
 * without the ones before it.
 *
 * @param out where to write the four words; a new array by default. Only its first four words are written.
 * @returns `out`
 * @example
 * philox4x32([0, 0, 0, 0], [0, 0]); // 0x6627e8d5 0xe169c58d 0xbc57ac4c 0x9b00dbd8
 */
export function philox4x32(
  counter: PhiloxCounter,
  key: PhiloxKey,
  out: Uint32Array = new Uint32Array(PHILOX_BLOCK),
): Uint32Array {
  fillPhiloxBlocks(out.length === PHILOX_BLOCK ? out : out.subarray(0, PHILOX_BLOCK), counter, key);
  return out;
}
