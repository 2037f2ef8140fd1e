import type { GradientRule } from '../rule.ts';

/** y = x with axes of length 1 put in.  dx = dy in the shape of x. */
export const Unsqueeze: GradientRule = {
  op: 'Unsqueeze',
  backward: ({ g, inputs: [x], cotangents: [dy] }) => [g.reshape(dy!, x!.shape)],
};
