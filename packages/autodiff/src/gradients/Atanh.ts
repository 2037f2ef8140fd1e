import type { GradientRule } from '../rule.ts';
import { oneMinusSquare } from './oneMinusSquare.ts';

/** y = artanh x.  dx = dy/(1 − x²), infinite at ±1 as in PyTorch. */
export const Atanh: GradientRule = {
  op: 'Atanh',
  backward: ({ g, inputs: [x], cotangents: [dy] }) => [g.div(dy!, oneMinusSquare(g, x!))],
};
