import { intAttribute } from '@smoothgrad/onnx';
import { type Forward, tabulate } from '../tensor.ts';

/** y[n, c] = (Σ |x[n, c]|^p)^(1/p) over all spatial positions, which stay as axes of length 1. */
export const GlobalLpPool: Forward = ([x], node) => {
  const [batch = 0, channels = 0, ...input] = x!.shape;
  const p = intAttribute(node, 'p', 2);
  const size = input.reduce((product, length) => product * length, 1);
  return tabulate([batch, channels, ...input.map(() => 1)], ([n = 0, c = 0]) => {
    const start = (n * channels + c) * size;
    return x!.data.subarray(start, start + size).reduce((sum, value) => sum + Math.abs(value) ** p, 0) ** (1 / p);
  });
};
