import { type Forward, tabulate } from '../tensor.ts';
import { alongAxis } from './softmaxAlong.ts';

/** y = exp(x)/Σ exp(x) along an axis. */
export const Softmax: Forward = ([x], node) => {
  const along = alongAxis(x!, node);
  return tabulate(x!.shape, (index) => {
    const { shifted, sum } = along(index);
    return Math.exp(shifted) / sum;
  });
};
