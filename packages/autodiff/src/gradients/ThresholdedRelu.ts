import { floatAttribute } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';

/** y = x where x > α, else 0.  dx = dy where x > α, else 0: at α 0, as in PyTorch. */
export const ThresholdedRelu: GradientRule = {
  op: 'ThresholdedRelu',
  backward({ g, node, inputs: [x], outputs: [y], cotangents: [dy] }) {
    const alpha = floatAttribute(node, 'alpha', 1);
    // With α ≥ 0 what passes is positive.
    return [g.mul(dy!, g.positiveMask(alpha >= 0 ? y! : g.sub(x!, g.scalar(alpha, x!))))];
  },
};
