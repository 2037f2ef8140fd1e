import type { GradientRule } from '../rule.ts';

/** y = x with the first lengths[b] elements of each sequence b turned round.  dx = dy, turned round once more. */
export const ReverseSequence: GradientRule = {
  op: 'ReverseSequence',
  indexInputs: [1],
  backward: ({ g, node, inputs: [x, lengths], cotangents: [dy] }) => [
    g.op('ReverseSequence', [dy, lengths], { shape: x!.shape, attributes: Object.fromEntries(node.attributes) }),
  ],
};
