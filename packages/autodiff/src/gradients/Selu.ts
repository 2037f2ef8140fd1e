import { floatAttribute } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { exponentialBelowZero } from './exponentialBelowZero.ts';

/** y = γx where x > 0, else γα(exp x − 1).  dx = dy·γ where x > 0, else dy·γα·exp x: the slope at 0 is γα, as in PyTorch. */
export const Selu: GradientRule = {
  op: 'Selu',
  backward({ g, node, inputs: [x], cotangents: [dy] }) {
    const alpha = floatAttribute(node, 'alpha', 1.6732631921768188);
    const gamma = floatAttribute(node, 'gamma', 1.0507010221481323);
    return [exponentialBelowZero(g, x!, dy!, { above: gamma, below: gamma * alpha })];
  },
};
