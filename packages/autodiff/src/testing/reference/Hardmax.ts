import { intAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';

/** y = 1 at the first maximum along an axis, else 0. */
export const Hardmax: Forward = ([x], node) => {
  const rank = x!.shape.length;
  const axis = (intAttribute(node, 'axis', -1) + rank) % rank;
  return tabulate(x!.shape, (index) => {
    const line = Array.from({ length: x!.shape[axis]! }, (_, i) => at(x!, index.toSpliced(axis, 1, i)));
    return line.indexOf(Math.max(...line)) === index[axis] ? 1 : 0;
  });
};
