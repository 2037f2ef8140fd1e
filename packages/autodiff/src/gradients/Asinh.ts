import type { GradientRule } from '../rule.ts';

/** y = arsinh x.  dx = dy/√(x² + 1). */
export const Asinh: GradientRule = {
  op: 'Asinh',
  backward: ({ g, inputs: [x], cotangents: [dy] }) => [
    g.div(dy!, g.unary('Sqrt', g.add(g.mul(x!, x!), g.scalar(1, x!)))),
  ],
};
