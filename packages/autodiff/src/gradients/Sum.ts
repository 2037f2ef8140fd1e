import type { GradientRule } from '../rule.ts';

/** y = x₀ + x₁ + …, broadcast.  Each gets dy. */
export const Sum: GradientRule = { op: 'Sum', backward: ({ inputs, cotangents: [dy] }) => inputs.map(() => dy) };
