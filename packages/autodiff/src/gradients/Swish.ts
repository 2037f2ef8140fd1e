import { floatAttribute } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { oneMinus } from './oneMinus.ts';

/** y = x·s with s = σ(αx).  dx = dy·(s + α·y·(1 − s)). */
export const Swish: GradientRule = {
  op: 'Swish',
  backward({ g, node, inputs: [x], outputs: [y], cotangents: [dy] }) {
    const alpha = floatAttribute(node, 'alpha', 1);
    const s = g.unary('Sigmoid', g.scale(x!, alpha));
    return [g.mul(dy!, g.add(s, g.scale(g.mul(y!, oneMinus(g, s)), alpha)))];
  },
};
