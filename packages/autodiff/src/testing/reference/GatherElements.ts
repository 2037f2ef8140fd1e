import { intAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';

/** Each element of x whose position along an axis the element of the indices says; negative positions count from the end. */
export const GatherElements: Forward = ([x, indices], node) => {
  const axis = (intAttribute(node, 'axis', 0) + x!.shape.length) % x!.shape.length;
  const length = x!.shape[axis]!;
  return tabulate(indices!.shape, (index) => at(x!, index.with(axis, (at(indices!, index) + length) % length)));
};
