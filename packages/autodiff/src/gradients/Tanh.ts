import type { GradientRule } from '../rule.ts';

/** y = tanh x.  dx = dy·(1 − y²). */
export const Tanh: GradientRule = {
  op: 'Tanh',
  backward: ({ g, outputs: [y], cotangents: [dy] }) => [g.mul(dy!, g.sub(g.scalar(1, y!), g.mul(y!, y!)))],
};
