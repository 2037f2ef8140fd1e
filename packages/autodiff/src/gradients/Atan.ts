import type { GradientRule } from '../rule.ts';

/** y = arctan x.  dx = dy/(1 + x²). */
export const Atan: GradientRule = {
  op: 'Atan',
  backward: ({ g, inputs: [x], cotangents: [dy] }) => [g.div(dy!, g.add(g.mul(x!, x!), g.scalar(1, x!)))],
};
