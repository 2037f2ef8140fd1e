import { intAttribute } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { signedPower, whereNotZero } from './lpNorm.ts';

/**
 * y = (Σ |x|^p)^(1/p) over all spatial positions.  dx = dy·sign(x)·(|x|/y)^(p−1).
 * At 0 the sign is 0, and so is the slope where a whole channel is 0.
 */
export const GlobalLpPool: GradientRule = {
  op: 'GlobalLpPool',
  backward({ g, node, inputs: [x], outputs: [y], cotangents: [dy] }) {
    const p = intAttribute(node, 'p', 2);
    if (p === 1) return [g.mul(dy!, signedPower(g, x!, 0))];
    const norm = whereNotZero(g, dy!, y!);
    return [g.mul(norm.dy, signedPower(g, g.div(x!, norm.y), p - 1))];
  },
};
