import type { GradientRule } from '../rule.ts';

/** y = x/(1 + |x|).  dx = dy/(1 + |x|)², multiplied one factor at a time: the square overflows where its inverse is only small. */
export const Softsign: GradientRule = {
  op: 'Softsign',
  backward({ g, inputs, cotangents: [dy] }) {
    const x = inputs[0]!;
    const factor = g.unary('Reciprocal', g.add(g.op('Abs', [x], { shape: x.shape }), g.scalar(1, x)));
    return [g.mul(g.mul(dy!, factor), factor)];
  },
};
