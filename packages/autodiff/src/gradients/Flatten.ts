import type { GradientRule } from '../rule.ts';

/** y = x as a matrix.  dx = dy in the shape of x. */
export const Flatten: GradientRule = {
  op: 'Flatten',
  backward: ({ g, inputs: [x], cotangents: [dy] }) => [g.reshape(dy!, x!.shape)],
};
