import type { QuantisedOperator } from './quantisedOperator.ts';

/** y = (a − z_a)(b − z_b), whole numbers exact in float32 below 2²⁴. A zero point may have a number for each row of a, or column of b. */
export const MatMulInteger: QuantisedOperator = {
  op: 'MatMulInteger',
  rewrite(context) {
    const { g, outputs } = context;
    const operands = [context.centred(0, 2, { axis: -2 }), context.centred(1, 3, { axis: -1 })];
    return [g.op('MatMul', operands, { shape: outputs[0]!.shape })];
  },
};
