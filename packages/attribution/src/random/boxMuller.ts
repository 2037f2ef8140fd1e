const LN2 = Math.LN2;
const SQRT2 = Math.SQRT2;

/** 2⁻ᵉ for e = 0 … 32. */
const INVERSE_POWERS = Float64Array.from({ length: 33 }, (_, e) => 2 ** -e);

/** A quarter of the angle one unit of a signed 32-bit word stands for: 2π / 2³² / 4. */
const QUARTER_ANGLE = (2 * Math.PI) / 2 ** 34;

/** The coefficients of the series below, from the constant one up, for other ways to compute the same. */
export const coefficients = {
  quarterAngle: QUARTER_ANGLE,
  log: [1, 1 / 3, 1 / 5, 1 / 7, 1 / 9, 1 / 11, 1 / 13, 1 / 15, 1 / 17, 1 / 19],
  cos: [1, -1 / 2, 1 / 24, -1 / 720, 1 / 40320, -1 / 3628800, 1 / 479001600, -1 / 87178291200, 1 / 20922789888000],
  sinc: [1, -1 / 6, 1 / 120, -1 / 5040, 1 / 362880, -1 / 39916800, 1 / 6227020800, -1 / 1307674368000],
} as const;

/**
 * ln((word + ½) / 2³²): the uniform number lies in the middle of its interval, so it is neither 0 nor 1.
 *
 * The argument is split exactly into 2ᵉ · m with m in [√½, √2], and ln m = 2 artanh((m − 1)/(m + 1)) by its power series.
 */
function logUniform(word: number): number {
  // 2 · word + 1 lies in [2ᵉ, 2ᵉ⁺¹).
  let exponent = 32 - Math.clz32(word);
  let m = (2 * word + 1) * INVERSE_POWERS[exponent]!;
  if (m > SQRT2) {
    m *= 0.5;
    exponent += 1;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  const high = 1 / 11 + z * (1 / 13 + z * (1 / 15 + z * (1 / 17 + z * (1 / 19))));
  const series = 1 + z * (1 / 3 + z * (1 / 5 + z * (1 / 7 + z * (1 / 9 + z * high))));
  return (exponent - 33) * LN2 + 2 * s * series;
}

/** cos of an angle in [−π/4, π/4] from its square, by the Taylor series (remainder < 3e-18). */
function cosSeries(xx: number): number {
  const high = 1 / 40320 + xx * (-1 / 3628800 + xx * (1 / 479001600 + xx * (-1 / 87178291200 + xx / 20922789888000)));
  return 1 + xx * (-1 / 2 + xx * (1 / 24 + xx * (-1 / 720 + xx * high)));
}

/** sin(x)/x of an angle in [−π/4, π/4] from its square, by the Taylor series (remainder < 6e-17). */
function sincSeries(xx: number): number {
  const high = 1 / 362880 + xx * (-1 / 39916800 + xx * (1 / 6227020800 - xx / 1307674368000));
  return 1 + xx * (-1 / 6 + xx * (1 / 120 + xx * (-1 / 5040 + xx * high)));
}

/**
 * Turns pairs of uniform words (u, v) into pairs of independent standard normal numbers,
 * √(−2 ln U) · cos 2πV and √(−2 ln U) · sin 2πV with U = (u + ½)/2³² and V = v/2³²; |z| ≤ √(66 ln 2) = 6.76.
 *
 * Computed in float64 from +, −, ×, ÷ and √ only, which IEEE 754 rounds alike everywhere: `Math.log`, `Math.sin` and
 * `Math.cos` may differ between JavaScript engines and versions in the last bit.
 *
 * Source: Box and Muller, "A note on the generation of random normal deviates", 1958.
 *
 * @param words an even number of uniform 32-bit words
 * @param out where to write `words.length` numbers, rounded to float32
 * @param at index of the first number in `out`
 */
export function boxMuller(words: Uint32Array, out: Float32Array, at = 0): void {
  for (let i = 0; i + 1 < words.length; i += 2) {
    const radius = Math.sqrt(-2 * logUniform(words[i]!));
    // A quarter of the angle lies where the series are short; doubling it twice needs no branch on the quadrant.
    const quarter = (words[i + 1]! | 0) * QUARTER_ANGLE;
    const xx = quarter * quarter;
    const sin1 = quarter * sincSeries(xx);
    const cos1 = cosSeries(xx);
    const sin2 = 2 * sin1 * cos1;
    const cos2 = 1 - 2 * sin1 * sin1;
    out[at + i] = radius * (1 - 2 * sin2 * sin2);
    out[at + i + 1] = radius * (2 * sin2 * cos2);
  }
}
