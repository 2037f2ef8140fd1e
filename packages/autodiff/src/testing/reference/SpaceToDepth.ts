import { intAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';

/** Squares of b × b pixels as channels: pixel (i, j) of a square becomes channel (i·b + j)·C + c. */
export const SpaceToDepth: Forward = ([x], node) => {
  const b = intAttribute(node, 'blocksize', 1);
  const [batch = 0, channels = 0, height = 0, width = 0] = x!.shape;
  return tabulate([batch, channels * b ** 2, height / b, width / b], ([n = 0, channel = 0, row = 0, column = 0]) => {
    const offset = Math.floor(channel / channels);
    return at(x!, [n, channel % channels, row * b + Math.floor(offset / b), column * b + (offset % b)]);
  });
};
