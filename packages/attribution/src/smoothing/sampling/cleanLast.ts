import type { Sampling } from './sampling.ts';

/** Independent draws, but the last sample is the clean photo: zennit's SmoothGrad, of which one sample is the plain gradient. */
export const cleanLast: Sampling = {
  name: 'clean-last',
  group: 1,
  needsTotal: true,
  errorIsBound: true,
  start: (draw, _length, total) => (buffer, k) => {
    if (k < total - 1) draw(buffer, k);
    else buffer.fill(0);
  },
};
