import { cholesky, solveLower, solveLowerTransposed } from './cholesky.ts';

/** A normal distribution of several variables. */
export interface Gaussian {
  readonly mean: Float64Array;
  /** [d,d], row by row. */
  readonly covariance: Float64Array;
}

/** What some variables may be, given others. */
export interface ConditionalGaussian {
  /** μ_h + Σ_hg Σ_gg⁻¹ (x_g − μ_g). */
  mean(given: ArrayLike<number>): Float64Array;
  /** One draw. @param normals independent standard normal numbers, one for each hidden variable */
  draw(given: ArrayLike<number>, normals: ArrayLike<number>): Float64Array;
}

/**
 * The hidden variables of a Gaussian given the others: normal, with the covariance Σ_hh − Σ_hg Σ_gg⁻¹ Σ_gh whatever these are.
 * Source: Bishop, "Pattern Recognition and Machine Learning", 2.81 and 2.82.
 *
 * @param hidden, given indices of variables; others are averaged over
 * @throws NotPositiveDefiniteError
 */
export function conditionalGaussian(
  { mean, covariance }: Gaussian,
  hidden: readonly number[],
  given: readonly number[],
): ConditionalGaussian {
  const d = mean.length;
  const block = (rows: readonly number[], columns: readonly number[]) =>
    Float64Array.from(rows.flatMap((row) => columns.map((column) => covariance[row * d + column]!)));
  const [h, g] = [hidden.length, given.length];
  const l = cholesky(block(given, given), g);
  const half = solveLower(l, g, block(given, hidden));
  const weights = solveLowerTransposed(l, g, half); // [g,h]
  const factor = cholesky(lessSquare(block(hidden, hidden), half, h), h);
  const meanGiven = (values: ArrayLike<number>) => {
    const result = Float64Array.from(hidden, (index) => mean[index]!);
    for (let k = 0; k < g; k++) {
      const deviation = values[k]! - mean[given[k]!]!;
      for (let i = 0; i < h; i++) result[i]! += weights[k * h + i]! * deviation;
    }
    return result;
  };
  return {
    mean: meanGiven,
    draw(values, normals) {
      const result = meanGiven(values);
      for (let i = 0; i < h; i++) for (let k = 0; k <= i; k++) result[i]! += factor[i * h + k]! * normals[k]!;
      return result;
    },
  };
}

/** A − Bᵀ B. @param a [h,h] @param b [g,h] */
function lessSquare(a: Float64Array, b: Float64Array, h: number): Float64Array {
  const result = a.slice();
  for (let from = 0; from < b.length; from += h) {
    for (let i = 0; i < h; i++) {
      const factor = b[from + i]!;
      for (let k = 0; k < h; k++) result[i * h + k]! -= factor * b[from + k]!;
    }
  }
  return result;
}
