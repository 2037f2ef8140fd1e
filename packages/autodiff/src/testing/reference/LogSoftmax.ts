import { type Forward, tabulate } from '../tensor.ts';
import { alongAxis } from './softmaxAlong.ts';

/** y = x − log Σ exp(x) along an axis. */
export const LogSoftmax: Forward = ([x], node) => {
  const along = alongAxis(x!, node);
  return tabulate(x!.shape, (index) => {
    const { shifted, sum } = along(index);
    return shifted - Math.log(sum);
  });
};
