import type { GradientRule } from '../rule.ts';

/** y = x without axes of length 1.  dx = dy in the shape of x. */
export const Squeeze: GradientRule = {
  op: 'Squeeze',
  backward: ({ g, inputs: [x], cotangents: [dy] }) => [g.reshape(dy!, x!.shape)],
};
