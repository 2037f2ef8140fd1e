import type { Gaussian } from './conditionalGaussian.ts';

/** Samples taken together: a matrix of their number and of all pairs of variables is walked through once for each lot. */
const LOT = 64;

export interface ShrunkGaussian extends Gaussian {
  /** λ in 0 … 1: how far the covariance was drawn towards that of independent variables of one variance. */
  readonly shrinkage: number;
}

/**
 * The Gaussian of samples, with the covariance (1 − λ) S + λ (tr S/d) I: S, the mean of (x − μ)(x − μ)ᵀ, is singular or nearly so
 * where samples are few or variables alike. λ is the one with the least expected squared error:
 * λ = min(1, (Σ‖x − μ‖⁴/n − ‖S‖²) / (n ‖S − (tr S/d) I‖²)).
 * Source: Ledoit and Wolf, "A well-conditioned estimator for large-dimensional covariance matrices", 2004.
 *
 * @param samples [n,d], row by row
 */
export function ledoitWolf(samples: Float32Array, d: number): ShrunkGaussian {
  const n = samples.length / d;
  const mean = meanOf(samples, d);
  const { covariance, fourthMoment } = momentsOf(samples, mean);
  let trace = 0;
  for (let i = 0; i < d; i++) trace += covariance[i * d + i]!;
  const level = trace / d;
  const square = covariance.reduce((sum, value) => sum + value * value, 0);
  const distance = square - d * level * level;
  const error = (fourthMoment - square) / n;
  const shrinkage = distance > 0 ? Math.min(1, Math.max(0, error / distance)) : 1;
  for (let i = 0; i < covariance.length; i++) {
    const isDiagonal = i % (d + 1) === 0;
    covariance[i] = (1 - shrinkage) * covariance[i]! + (isDiagonal ? shrinkage * level : 0);
  }
  return { mean, covariance, shrinkage };
}

function meanOf(samples: Float32Array, d: number): Float64Array {
  const sum = new Float64Array(d);
  for (let i = 0; i < samples.length; i++) sum[i % d]! += samples[i]!;
  return sum.map((value) => (value * d) / samples.length);
}

/** S, and the mean of ‖x − μ‖⁴. */
function momentsOf(samples: Float32Array, mean: Float64Array): { covariance: Float64Array; fourthMoment: number } {
  const d = mean.length;
  const n = samples.length / d;
  const covariance = new Float64Array(d * d);
  let fourth = 0;
  // Variable by variable, so that a product of two is a walk along two lines.
  const lot = new Float64Array(d * LOT);
  for (let first = 0; first < n; first += LOT) {
    const count = Math.min(LOT, n - first);
    lot.fill(0);
    for (let k = 0; k < count; k++) {
      let norm = 0;
      for (let i = 0; i < d; i++) {
        const deviation = samples[(first + k) * d + i]! - mean[i]!;
        lot[i * LOT + k] = deviation;
        norm += deviation * deviation;
      }
      fourth += norm * norm;
    }
    addProducts(covariance, lot, d);
  }
  for (let i = 0; i < d; i++) {
    for (let k = 0; k <= i; k++) {
      const value = covariance[i * d + k]! / n;
      covariance[i * d + k] = value;
      covariance[k * d + i] = value;
    }
  }
  return { covariance, fourthMoment: fourth / n };
}

/** Adds to the lower triangle. */
function addProducts(sums: Float64Array, lot: Float64Array, d: number): void {
  for (let i = 0; i < d; i++) {
    for (let k = 0; k <= i; k++) {
      let sum = 0;
      for (let s = 0; s < LOT; s++) sum += lot[i * LOT + s]! * lot[k * LOT + s]!;
      sums[i * d + k]! += sum;
    }
  }
}
