import type { GradientRule } from '../rule.ts';
import { isRow, logisticSlope } from './logisticSlope.ts';
import { oneMinus } from './oneMinus.ts';

/**
 * y = 1/(1 + exp(−x)).  dx = dy·y·(1 − y).
 * Where y has become 0 or 1, y(1 − y) has no digits left (it is off by up to 1e-7, in PyTorch too): rows take the slope from
 * x. Feature maps take it from y, which is cheap and keeps ONNX Runtime's blocked layout.
 */
export const Sigmoid: GradientRule = {
  op: 'Sigmoid',
  backward: ({ g, inputs: [x], outputs: [y], cotangents: [dy] }) => [
    g.mul(dy!, isRow(x!) ? logisticSlope(g, x!) : g.mul(y!, oneMinus(g, y!))),
  ],
};
