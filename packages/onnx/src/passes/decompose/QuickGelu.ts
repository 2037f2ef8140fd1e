import { floatAttribute } from '../../attributes.ts';
import type { Decomposition } from './decomposition.ts';

/** y = x/(1 + exp(−αx)). */
export const QuickGelu: Decomposition = {
  op: 'com.microsoft.QuickGelu',
  rewrite: ({ g, node, inputs: [x] }) => [
    g.mul(x!, g.unary('Sigmoid', g.scale(x!, floatAttribute(node, 'alpha', 1.702)))),
  ],
};
