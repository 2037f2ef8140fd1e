import { floatAttribute } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { oneMinus } from './oneMinus.ts';

/**
 * y = min(max(αx + β, 0), 1).  dx = dy·α where 0 < y < 1, else 0: at the edges 0, as in PyTorch.
 * 0 < y < 1 is where y(1 − y) > 0.
 */
export const HardSigmoid: GradientRule = {
  op: 'HardSigmoid',
  backward({ g, node, outputs: [y], cotangents: [dy] }) {
    const alpha = floatAttribute(node, 'alpha', 0.2);
    const inside = g.positiveMask(g.mul(y!, oneMinus(g, y!)));
    // By a HardSigmoid the slope stays in ONNX Runtime's blocked layout.
    const isBlocked = y!.type === 'float32' && alpha >= 0 && alpha <= 1;
    return [g.mul(dy!, isBlocked ? g.hardSigmoid(inside, alpha, 0) : g.scale(inside, alpha))];
  },
};
