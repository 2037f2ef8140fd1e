import { intAttribute, normaliseAxis } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';

/** y = exp(x)/Σexp(x) along an axis.  dx = y·(dy − Σ dy·y). */
export const Softmax: GradientRule = {
  op: 'Softmax',
  backward({ g, node, outputs: [y], cotangents: [dy] }) {
    const axis = normaliseAxis(intAttribute(node, 'axis', -1), y!.shape.length);
    return [g.mul(y!, g.sub(dy!, g.reduceSum(g.mul(dy!, y!), [axis], true)))];
  },
};
