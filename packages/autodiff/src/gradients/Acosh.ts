import type { GradientRule } from '../rule.ts';

/** y = arcosh x for x ≥ 1.  dx = dy/√((x − 1)(x + 1)), infinite at 1 as in PyTorch; x² − 1 would lose its digits there. */
export const Acosh: GradientRule = {
  op: 'Acosh',
  backward({ g, inputs, cotangents: [dy] }) {
    const x = inputs[0]!;
    const one = g.scalar(1, x);
    return [g.div(dy!, g.unary('Sqrt', g.mul(g.sub(x, one), g.add(x, one))))];
  },
};
