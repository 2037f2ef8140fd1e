import { int, intAttribute } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';

/** y_i = Σ_{j ≤ i} x_j along an axis (`exclusive`: j < i).  dx_j = Σ_{i ≥ j} dy_i (i > j): the same sum from the other end. */
export const CumSum: GradientRule = {
  op: 'CumSum',
  indexInputs: [1],
  backward: ({ g, node, inputs: [x, axis], cotangents: [dy] }) => [
    g.op('CumSum', [dy, axis], {
      shape: x!.shape,
      attributes: {
        exclusive: int(intAttribute(node, 'exclusive', 0)),
        reverse: int(1 - intAttribute(node, 'reverse', 0)),
      },
    }),
  ],
};
