import type { GradientRule } from '../rule.ts';

/** y = √x.  dx = dy/2y, infinite at 0 as in PyTorch. */
export const Sqrt: GradientRule = {
  op: 'Sqrt',
  backward: ({ g, outputs: [y], cotangents: [dy] }) => [g.div(g.scale(dy!, 0.5), y!)],
};
