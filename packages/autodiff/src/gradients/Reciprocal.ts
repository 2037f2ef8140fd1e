import type { GradientRule } from '../rule.ts';

/** y = 1/x.  dx = −dy·y·y: y² alone may overflow where dy·y² does not. */
export const Reciprocal: GradientRule = {
  op: 'Reciprocal',
  backward: ({ g, outputs: [y], cotangents: [dy] }) => [g.unary('Neg', g.mul(g.mul(dy!, y!), y!))],
};
