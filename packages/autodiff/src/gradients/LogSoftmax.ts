import { intAttribute, normaliseAxis } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';

/** y = x − log Σexp(x) along an axis.  dx = dy − exp(y)·Σ dy. */
export const LogSoftmax: GradientRule = {
  op: 'LogSoftmax',
  backward({ g, node, outputs: [y], cotangents: [dy] }) {
    const axis = normaliseAxis(intAttribute(node, 'axis', -1), y!.shape.length);
    return [g.sub(dy!, g.mul(g.unary('Exp', y!), g.reduceSum(dy!, [axis], true)))];
  },
};
