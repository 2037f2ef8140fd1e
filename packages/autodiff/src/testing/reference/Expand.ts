import { broadcastShapes } from '@smoothgrad/onnx';
import { broadcastAt, type Forward, tabulate } from '../tensor.ts';

/** x broadcast with a shape, in both directions: a 1 there keeps the length of x. */
export const Expand: Forward = ([x, shape]) =>
  tabulate(broadcastShapes(x!.shape, Array.from(shape!.data)), (index) => broadcastAt(x!, index));
