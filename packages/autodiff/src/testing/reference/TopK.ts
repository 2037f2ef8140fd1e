import { intAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';

/** The k largest (`largest` = 0: smallest) elements along an axis in order of size; of equal ones the first comes first. */
export const TopK: Forward = ([x, k], node) => {
  const axis = (intAttribute(node, 'axis', -1) + x!.shape.length) % x!.shape.length;
  const sign = intAttribute(node, 'largest', 1) === 1 ? -1 : 1;
  return tabulate(x!.shape.with(axis, k!.data[0]!), (index) => {
    const line = Array.from({ length: x!.shape[axis]! }, (_, position) => at(x!, index.with(axis, position)));
    return line.sort((a, b) => sign * (a - b))[index[axis]!]!;
  });
};
