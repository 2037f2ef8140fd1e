import type { GradientRule } from '../rule.ts';
import { isRow, logisticSlope } from './logisticSlope.ts';
import { oneMinus } from './oneMinus.ts';

/**
 * y = tanh x.  dx = dy·(1 − y²), which is dy·4σ'(2x).
 * Where y has become ±1, 1 − y² has no digits left (it is off by up to 1e-7, in PyTorch too): rows take the slope from x.
 * Feature maps take it from y, which is cheap and keeps ONNX Runtime's blocked layout.
 */
export const Tanh: GradientRule = {
  op: 'Tanh',
  backward: ({ g, inputs: [x], outputs: [y], cotangents: [dy] }) => [
    isRow(x!) ? g.mul(g.scale(dy!, 4), logisticSlope(g, g.scale(x!, 2))) : g.mul(dy!, oneMinus(g, g.mul(y!, y!))),
  ],
};
