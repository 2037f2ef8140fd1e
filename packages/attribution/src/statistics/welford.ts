/** A sample whose number of elements differs from the samples before it. */
export class SampleLengthError extends RangeError {
  override readonly name = 'SampleLengthError';
}

/** Running mean and spread of equally long samples, element by element. */
export interface Welford {
  /** Takes in one sample; the order of samples decides the last bits of the result.
   * @throws {SampleLengthError} if it has another length than the statistic */
  add(values: Float32Array | Float64Array): void;
  /** Number n of samples taken in. */
  readonly count: number;
  /** Mean of the samples, rounded to float32 at the end only; NaN without a sample. A new array. */
  mean(): Float32Array;
  /** Mean of the samples as accumulated; NaN without a sample. A new array. */
  meanFloat64(): Float64Array;
  /** Unbiased variance of the samples, M2/(n−1); NaN for n < 2. A new array. */
  variance(): Float32Array;
  /** Standard error of the mean, √(M2 / (n(n−1))); NaN for n < 2. A new array. */
  standardError(): Float32Array;
  /**
   * √(ΣSE² / (Σmean² − ΣSE²)) over all elements: the expected distance of the mean to its limit n → ∞ relative to that limit.
   * ΣSE² is subtracted because Σmean² contains the noise of the mean itself.
   *
   * @returns null, "not resolved", for n < 2, where the denominator is not above 0, and where a sample was not finite
   */
  relativeStandardError(): number | null;
}

/**
 * Streaming mean and sum of squared deviations M2 in float64: accurate where the mean is large beside the spread.
 *
 * Source: Welford, "Note on a method for calculating corrected sums of squares and products", 1962.
 *
 * @param length number of elements of every sample
 * @example
 * const statistic = createWelford(2);
 * statistic.add(Float32Array.of(1, 10));
 * statistic.add(Float32Array.of(3, 10));
 * statistic.mean(); // [2, 10]
 * statistic.standardError(); // [1, 0]
 */
export function createWelford(length: number): Welford {
  const mean = new Float64Array(length);
  const m2 = new Float64Array(length);
  let count = 0;
  const meanOrNaN = () => (count === 0 ? new Float64Array(length).fill(Number.NaN) : mean.slice());

  return {
    get count() {
      return count;
    },
    add(values) {
      requireLength(values.length, length);
      count += 1;
      accumulate(values, count, mean, m2);
    },
    mean: () => new Float32Array(meanOrNaN()),
    meanFloat64: meanOrNaN,
    variance: () => new Float32Array(m2.map((value) => (count < 2 ? Number.NaN : value / (count - 1)))),
    standardError() {
      const scale = count < 2 ? Number.NaN : 1 / (count * (count - 1));
      return new Float32Array(m2.map((value) => Math.sqrt(value * scale)));
    },
    relativeStandardError: () => (count < 2 ? null : relativeError(mean, m2, count)),
  };
}

function accumulate(values: Float32Array | Float64Array, n: number, mean: Float64Array, m2: Float64Array): void {
  for (let i = 0; i < mean.length; i++) {
    const deviation = values[i]! - mean[i]!;
    mean[i]! += deviation / n;
    m2[i]! += deviation * (values[i]! - mean[i]!);
  }
}

function relativeError(mean: Float64Array, m2: Float64Array, n: number): number | null {
  let signal = 0;
  let noise = 0;
  for (let i = 0; i < mean.length; i++) {
    signal += mean[i]! ** 2;
    noise += m2[i]!;
  }
  noise /= n * (n - 1);
  const ratio = Math.sqrt(noise / (signal - noise));
  // A denominator ≤ 0 gives NaN or infinity here, as samples that are not finite do.
  return Number.isFinite(ratio) && signal > noise ? ratio : null;
}

function requireLength(given: number, expected: number): void {
  if (given === expected) return;
  throw new SampleLengthError(
    `Statistics: a sample has ${given} elements, the samples before it had ${expected}; use one statistic per map size.`,
  );
}
