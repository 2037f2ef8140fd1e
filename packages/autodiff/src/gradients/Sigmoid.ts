import type { GradientRule } from '../rule.ts';

/** y = 1/(1 + exp(−x)).  dx = dy·y·(1 − y). */
export const Sigmoid: GradientRule = {
  op: 'Sigmoid',
  backward: ({ g, outputs: [y], cotangents: [dy] }) => [g.mul(dy!, g.mul(y!, g.sub(g.scalar(1, y!), y!)))],
};
