import type { QuantisedOperator } from './quantisedOperator.ts';

/** y = Conv(x − zₓ, w − z_w), whole numbers exact in float32 below 2²⁴. */
export const ConvInteger: QuantisedOperator = {
  op: 'ConvInteger',
  rewrite(context) {
    const { g, node, outputs } = context;
    const operands = [context.centred(0, 2), context.centred(1, 3)];
    return [g.op('Conv', operands, { shape: outputs[0]!.shape, attributes: Object.fromEntries(node.attributes) })];
  },
};
