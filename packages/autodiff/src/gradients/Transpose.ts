import { intsAttribute } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';

/** y = x with its axes permuted.  dx = dy with the inverse permutation. */
export const Transpose: GradientRule = {
  op: 'Transpose',
  backward({ g, node, inputs: [x], cotangents: [dy] }) {
    const axes = x!.shape.map((_, axis) => axis);
    const permutation = intsAttribute(node, 'perm') ?? [...axes].reverse();
    return [
      g.transpose(
        dy!,
        axes.map((axis) => permutation.indexOf(axis)),
      ),
    ];
  },
};
