import type { GradientRule } from '../rule.ts';

/** y = ln x.  dx = dy/x, infinite at 0 as in PyTorch. */
export const Log: GradientRule = {
  op: 'Log',
  backward: ({ g, inputs: [x], cotangents: [dy] }) => [g.div(dy!, x!)],
};
