import { intAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';

/** Slices of x along an axis, chosen by indices; negative indices count from the end. */
export const Gather: Forward = ([x, indices], node) => {
  const rank = x!.shape.length;
  const axis = (intAttribute(node, 'axis', 0) + rank) % rank;
  const length = x!.shape[axis]!;
  const inner = indices!.shape.length;
  return tabulate(x!.shape.toSpliced(axis, 1, ...indices!.shape), (index) => {
    const chosen = at(indices!, index.slice(axis, axis + inner));
    return at(x!, index.toSpliced(axis, inner, (chosen + length) % length));
  });
};
