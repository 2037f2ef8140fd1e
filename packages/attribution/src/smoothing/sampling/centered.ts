import type { Sampling } from './sampling.ts';

/**
 * Draws from which their mean over all samples is taken away, element by element, scaled by √(n/(n−1)) so that their spread stays
 * that of the noise: what is linear in the noise cancels. All draws are made twice, first for their mean. Needs 7 to 27 % fewer
 * samples for the same error. The samples depend on each other: the usual standard error is larger than the true one.
 */
export const centered: Sampling = {
  name: 'centered',
  group: 1,
  needsTotal: true,
  errorIsBound: true,
  least: 2,
  start(draw, length, total) {
    const mean = new Float64Array(length);
    const one = new Float32Array(length);
    for (let k = 0; k < total; k++) {
      draw(one, k);
      for (let i = 0; i < length; i++) mean[i]! += one[i]! / total;
    }
    const scale = Math.sqrt(total / (total - 1));
    return (buffer, k) => {
      draw(buffer, k);
      for (let i = 0; i < length; i++) buffer[i] = scale * (buffer[i]! - mean[i]!);
    };
  },
};
