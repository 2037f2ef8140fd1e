import type { GradientRule } from '../rule.ts';

/** y = max(x, 0).  dx = dy where y > 0, else 0: the subgradient at 0 is 0, as in PyTorch and JAX. */
export const Relu: GradientRule = {
  op: 'Relu',
  stopsAtZero: true,
  backward: ({ g, outputs: [y], cotangents: [dy] }) => [g.mul(dy!, g.positiveMask(y!))],
};
