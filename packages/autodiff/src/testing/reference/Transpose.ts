import { intsAttribute } from '@smoothgrad/onnx';
import { at, type Forward, tabulate } from '../tensor.ts';

/** Axis i of y is axis perm[i] of x; without `perm` the axes are reversed. */
export const Transpose: Forward = ([x], node) => {
  const permutation = intsAttribute(node, 'perm') ?? x!.shape.map((_, axis) => x!.shape.length - 1 - axis);
  return tabulate(
    permutation.map((axis) => x!.shape[axis]!),
    (index) => {
      const source = x!.shape.map(() => 0);
      permutation.forEach((axis, i) => {
        source[axis] = index[i]!;
      });
      return at(x!, source);
    },
  );
};
