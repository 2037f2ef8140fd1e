import type { GradientRule } from '../rule.ts';

/** y = sinh x.  dx = dy·cosh x. */
export const Sinh: GradientRule = {
  op: 'Sinh',
  backward: ({ g, inputs: [x], cotangents: [dy] }) => [g.mul(dy!, g.op('Cosh', [x], { shape: x!.shape }))],
};
