import type { GradientRule } from '../rule.ts';

/** y = tan x.  dx = dy·(1 + y²). */
export const Tan: GradientRule = {
  op: 'Tan',
  backward: ({ g, outputs: [y], cotangents: [dy] }) => [g.mul(dy!, g.add(g.mul(y!, y!), g.scalar(1, y!)))],
};
