import type { GradientRule } from '../rule.ts';

/**
 * y = |x|.  dx = dy where x > 0, −dy where x < 0, and 0 at 0, as in PyTorch.
 * ONNX Runtime's Sign is slow, and missing on WebGPU.
 */
export const Abs: GradientRule = {
  op: 'Abs',
  backward: ({ g, inputs: [x], cotangents: [dy] }) => [
    g.mul(dy!, g.sub(g.positiveMask(x!), g.positiveMask(g.unary('Neg', x!)))),
  ],
};
