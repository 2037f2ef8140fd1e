import type { GradientRule } from '../rule.ts';

/** y = cosh x.  dx = dy·sinh x. */
export const Cosh: GradientRule = {
  op: 'Cosh',
  backward: ({ g, inputs: [x], cotangents: [dy] }) => [g.mul(dy!, g.op('Sinh', [x], { shape: x!.shape }))],
};
