import { type Forward, tabulate } from '../tensor.ts';

/** y[n, c] = maximum of x[n, c] over all spatial positions, which stay as axes of length 1. */
export const GlobalMaxPool: Forward = ([x]) => {
  const [batch = 0, channels = 0, ...input] = x!.shape;
  const size = input.reduce((product, length) => product * length, 1);
  return tabulate([batch, channels, ...input.map(() => 1)], ([n = 0, c = 0]) => {
    const start = (n * channels + c) * size;
    return Math.max(...x!.data.subarray(start, start + size));
  });
};
