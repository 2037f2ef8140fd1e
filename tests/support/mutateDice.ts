/** Deterministic dice. */
export interface Dice {
  /** A whole number from 0 to below `sides`. */
  readonly below: (sides: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly chance: (probability: number) => boolean;
}

/** Numbers by Marsaglia's xorshift32. */
export function diceOf(seed: number): Dice {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x6a09e667) >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let k = 0; k < 8; k++) next();
  const below = (sides: number) => Math.floor(next() * sides);
  return { below, pick: (list) => list[below(list.length)]!, chance: (probability) => next() < probability };
}

/** Whole numbers that files should not hold where they count or measure something. */
export const absurd: readonly bigint[] = [
  0n,
  -1n,
  -2n,
  2n,
  7n,
  1000n,
  65_536n,
  100_003n,
  2n ** 28n,
  2n ** 29n + 1n,
  2n ** 31n - 1n,
  2n ** 31n,
  -(2n ** 31n),
  2n ** 32n + 1n,
  2n ** 34n,
  2n ** 40n,
  2n ** 53n,
  2n ** 62n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];
