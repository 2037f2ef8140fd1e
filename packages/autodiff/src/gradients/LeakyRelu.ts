import { floatAttribute } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';

/**
 * y = x where x ≥ 0, else αx.  dx = dy where x > 0, else α·dy: the slope at 0 is α, as in PyTorch.
 * For 0 ≤ α ≤ 1 the slope is (1 − α)·1[y > 0] + α, made of HardSigmoid, which stays in ONNX Runtime's blocked layout.
 */
export const LeakyRelu: GradientRule = {
  op: 'LeakyRelu',
  backward({ g, node, inputs: [x], outputs: [y], cotangents: [dy] }) {
    const alpha = floatAttribute(node, 'alpha', 0.01);
    if (alpha >= 0 && alpha <= 1 && x!.type === 'float32')
      return [g.mul(dy!, g.hardSigmoid(g.positiveMask(y!), 1 - alpha, alpha))];
    return [g.where(g.compare('Greater', x!, g.scalar(0, x!)), dy!, g.scale(dy!, alpha))];
  },
};
