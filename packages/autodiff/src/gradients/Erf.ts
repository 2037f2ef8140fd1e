import type { GradientRule } from '../rule.ts';

/** y = erf x.  dx = dy·(2/√π)·exp(−x²), with the factor in the exponent: one pass over the numbers less. */
export const Erf: GradientRule = {
  op: 'Erf',
  backward({ g, inputs, cotangents: [dy] }) {
    const x = inputs[0]!;
    return [g.mul(dy!, g.unary('Exp', g.sub(g.scalar(Math.log(2 / Math.sqrt(Math.PI)), x), g.mul(x, x))))];
  },
};
