import type { GradientRule } from '../rule.ts';

/** y = a/b.  da = dy/b, db = −dy·y/b. */
export const Div: GradientRule = {
  op: 'Div',
  backward({ g, needs, inputs: [, b], outputs: [y], cotangents: [dy] }) {
    const da = g.div(dy!, b!);
    return [needs[0] ? da : undefined, needs[1] ? g.unary('Neg', g.mul(da, y!)) : undefined];
  },
};
