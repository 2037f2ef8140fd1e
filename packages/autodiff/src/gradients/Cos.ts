import type { GradientRule } from '../rule.ts';

/** y = cos x.  dx = −dy·sin x. */
export const Cos: GradientRule = {
  op: 'Cos',
  backward: ({ g, inputs: [x], cotangents: [dy] }) => [g.unary('Neg', g.mul(dy!, g.unary('Sin', x!)))],
};
