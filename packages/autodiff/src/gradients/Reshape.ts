import type { GradientRule } from '../rule.ts';

/** y holds the elements of x in another shape.  dx = dy in the shape of x. */
export const Reshape: GradientRule = {
  op: 'Reshape',
  backward: ({ g, inputs: [x], cotangents: [dy] }) => [g.reshape(dy!, x!.shape)],
};
