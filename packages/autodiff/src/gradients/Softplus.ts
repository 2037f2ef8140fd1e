import type { GradientRule } from '../rule.ts';

/** y = log(1 + exp x).  dx = dy/(1 + exp(−x)). */
export const Softplus: GradientRule = {
  op: 'Softplus',
  backward: ({ g, inputs: [x], cotangents: [dy] }) => [g.mul(dy!, g.unary('Sigmoid', x!))],
};
