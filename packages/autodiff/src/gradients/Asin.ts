import type { GradientRule } from '../rule.ts';
import { oneMinusSquare } from './oneMinusSquare.ts';

/** y = arcsin x.  dx = dy/√(1 − x²), infinite at ±1 as in PyTorch. */
export const Asin: GradientRule = {
  op: 'Asin',
  backward: ({ g, inputs: [x], cotangents: [dy] }) => [g.div(dy!, g.unary('Sqrt', oneMinusSquare(g, x!)))],
};
