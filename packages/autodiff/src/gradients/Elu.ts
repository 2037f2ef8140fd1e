import { floatAttribute } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { exponentialBelowZero } from './exponentialBelowZero.ts';

/** y = x where x > 0, else α(exp x − 1).  dx = dy where x > 0, else dy·α·exp x: the slope at 0 is α, as in PyTorch. */
export const Elu: GradientRule = {
  op: 'Elu',
  backward: ({ g, node, inputs: [x], cotangents: [dy] }) => [
    exponentialBelowZero(g, x!, dy!, { above: 1, below: floatAttribute(node, 'alpha', 1) }),
  ],
};
