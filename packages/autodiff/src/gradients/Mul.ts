import type { GradientRule } from '../rule.ts';

/** y = a·b.  da = dy·b, db = dy·a. */
export const Mul: GradientRule = {
  op: 'Mul',
  backward: ({ g, needs, inputs: [a, b], cotangents: [dy] }) => [
    needs[0] ? g.mul(dy!, b!) : undefined,
    needs[1] ? g.mul(dy!, a!) : undefined,
  ],
};
