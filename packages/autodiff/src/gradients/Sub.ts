import type { GradientRule } from '../rule.ts';

/** y = a − b.  da = dy, db = −dy. */
export const Sub: GradientRule = {
  op: 'Sub',
  backward: ({ g, needs, cotangents: [dy] }) => [dy, needs[1] ? g.unary('Neg', dy!) : undefined],
};
