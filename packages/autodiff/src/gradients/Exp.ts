import type { GradientRule } from '../rule.ts';

/** y = exp x.  dx = dy·y. */
export const Exp: GradientRule = {
  op: 'Exp',
  backward: ({ g, outputs: [y], cotangents: [dy] }) => [g.mul(dy!, y!)],
};
