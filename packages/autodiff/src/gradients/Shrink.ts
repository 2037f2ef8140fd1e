import { floatAttribute } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';

/** y = x + bias where x < −λ, x − bias where x > λ, else 0.  dx = dy where |x| > λ, else 0: at ±λ 0, as in PyTorch. */
export const Shrink: GradientRule = {
  op: 'Shrink',
  backward({ g, node, inputs, cotangents: [dy] }) {
    const x = inputs[0]!;
    const beyond = g.sub(g.op('Abs', [x], { shape: x.shape }), g.scalar(floatAttribute(node, 'lambd', 0.5), x));
    return [g.mul(dy!, g.positiveMask(beyond))];
  },
};
