import type { GradientRule } from '../rule.ts';
import { oneMinusSquare } from './oneMinusSquare.ts';

/** y = arccos x.  dx = −dy/√(1 − x²), infinite at ±1 as in PyTorch. */
export const Acos: GradientRule = {
  op: 'Acos',
  backward: ({ g, inputs: [x], cotangents: [dy] }) => [
    g.unary('Neg', g.div(dy!, g.unary('Sqrt', oneMinusSquare(g, x!)))),
  ],
};
