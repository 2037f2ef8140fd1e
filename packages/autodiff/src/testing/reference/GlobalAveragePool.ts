import { type Forward, tabulate } from '../tensor.ts';

/** y[n, c] = mean of x[n, c] over all spatial positions, which stay as axes of length 1. */
export const GlobalAveragePool: Forward = ([x]) => {
  const [batch = 0, channels = 0, ...input] = x!.shape;
  const size = input.reduce((product, length) => product * length, 1);
  return tabulate([batch, channels, ...input.map(() => 1)], ([n = 0, c = 0]) => {
    const start = (n * channels + c) * size;
    return x!.data.subarray(start, start + size).reduce((sum, value) => sum + value, 0) / size;
  });
};
