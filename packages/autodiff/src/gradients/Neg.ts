import type { GradientRule } from '../rule.ts';

/** y = −x.  dx = −dy. */
export const Neg: GradientRule = { op: 'Neg', backward: ({ g, cotangents: [dy] }) => [g.unary('Neg', dy!)] };
