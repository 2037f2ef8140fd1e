import { floatAttribute } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { negativePart } from './negativePart.ts';

/** y = x where x > 0, else α(exp(x/α) − 1).  dx = dy·exp(min(x, 0)/α): once differentiable at 0, where the slope is 1. */
export const Celu: GradientRule = {
  op: 'Celu',
  refuse: ({ node }) =>
    floatAttribute(node, 'alpha', 1) === 0 ? 'its alpha is 0, by which it divides: set another one' : undefined,
  backward({ g, node, inputs: [x], cotangents: [dy] }) {
    const alpha = floatAttribute(node, 'alpha', 1);
    const below = negativePart(g, x!);
    const exponent = alpha === 1 ? below : g.div(below, g.scalar(alpha, x!));
    return [g.mul(dy!, g.unary('Exp', exponent))];
  },
};
