import type { GradientRule } from '../rule.ts';

/** y = a where the condition holds, else b.  da = dy where it holds, else 0; db the other way round. */
export const Where: GradientRule = {
  op: 'Where',
  backward({ g, needs, inputs: [condition], cotangents: [dy] }) {
    const zero = g.scalar(0, dy!);
    return [
      undefined,
      needs[1] ? g.where(condition!, dy!, zero) : undefined,
      needs[2] ? g.where(condition!, zero, dy!) : undefined,
    ];
  },
};
