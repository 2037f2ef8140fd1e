import type { GradientRule } from '../rule.ts';

/** y = sin x.  dx = dy·cos x. */
export const Sin: GradientRule = {
  op: 'Sin',
  backward: ({ g, inputs: [x], cotangents: [dy] }) => [g.mul(dy!, g.unary('Cos', x!))],
};
