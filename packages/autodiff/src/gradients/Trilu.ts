import type { GradientRule } from '../rule.ts';

/** y = x above (or below) a diagonal, else 0.  dx = the same part of dy. */
export const Trilu: GradientRule = {
  op: 'Trilu',
  indexInputs: [1],
  backward: ({ g, node, inputs: [x, k], cotangents: [dy] }) => [
    g.op('Trilu', k ? [dy, k] : [dy], { shape: x!.shape, attributes: Object.fromEntries(node.attributes) }),
  ],
};
