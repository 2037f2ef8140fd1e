import type { ResampleKernel } from './resizeFilters.ts';

/** Fraction bits of a coefficient: 32 bits less 8 for the pixel and 2 for the overshoot of negative lobes. */
export const precisionBits = 32 - 8 - 2;

/** For each output position: where its source pixels start, how many there are, and their fixed-point weights. */
export interface ResampleCoefficients {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** `stride` weights for each output position, of which the first `counts[i]` are used; they add up to about 2^22. */
  readonly weights: Int32Array;
  readonly stride: number;
}

/**
 * Weights for resampling one axis from `inputSize` to `outputSize` pixels as Pillow does for 8-bit pictures
 * (`libImaging/Resample.c`): when shrinking, the kernel is stretched by the scale, so every source pixel counts
 * (antialiasing); weights are cut at the border, normalised to 1 in float64 and rounded half away from zero to
 * {@link precisionBits} bits. The order of the float64 operations matters: it decides the last bit.
 */
export function resampleCoefficients(
  inputSize: number,
  outputSize: number,
  kernel: ResampleKernel,
): ResampleCoefficients {
  const scale = inputSize / outputSize;
  const stretch = Math.max(scale, 1);
  const support = kernel.support * stretch;
  const inverse = 1 / stretch;
  const stride = Math.min(Math.ceil(support) * 2 + 1, inputSize);
  const starts = new Int32Array(outputSize);
  const counts = new Int32Array(outputSize);
  const weights = new Int32Array(outputSize * stride);
  const row = new Float64Array(stride);
  for (let i = 0; i < outputSize; i++) {
    const centre = (i + 0.5) * scale;
    const start = Math.max(Math.trunc(centre - support + 0.5), 0);
    const count = Math.min(Math.trunc(centre + support + 0.5), inputSize) - start;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const weight = kernel.weight((k + start - centre + 0.5) * inverse);
      row[k] = weight;
      sum += weight;
    }
    for (let k = 0; k < count; k++) weights[i * stride + k] = fixedPoint(sum === 0 ? row[k]! : row[k]! / sum);
    starts[i] = start;
    counts[i] = count;
  }
  return { starts, counts, weights, stride };
}

function fixedPoint(weight: number): number {
  const scaled = weight * 2 ** precisionBits;
  return Math.trunc(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
}
