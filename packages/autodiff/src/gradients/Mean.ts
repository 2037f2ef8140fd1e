import type { GradientRule } from '../rule.ts';

/** y = (x₀ + … + xₙ₋₁)/n, broadcast.  Each gets dy/n. */
export const Mean: GradientRule = {
  op: 'Mean',
  backward({ g, inputs, cotangents: [dy] }) {
    const share = inputs.length === 1 ? dy! : g.div(dy!, g.scalar(inputs.length, dy!));
    return inputs.map(() => share);
  },
};
