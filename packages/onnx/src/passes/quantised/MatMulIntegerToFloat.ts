import type { QuantisedOperator } from './quantisedOperator.ts';
import { single } from './rewriting.ts';

/** y = s_a·s_b·(a − z_a)(b − z_b) + bias; b may have a scale and a zero point for each column. */
export const MatMulIntegerToFloat: QuantisedOperator = {
  op: 'com.microsoft.MatMulIntegerToFloat',
  rewrite(context) {
    const { g, inputs, outputs } = context;
    const scaleA = single(g, inputs[2]);
    if (!scaleA) return 'only one scale for the whole first input is known';
    const operands = [context.centred(0, 4), context.centred(1, 5, { axis: -1 })];
    const sums = g.op('MatMul', operands, { shape: outputs[0]!.shape });
    const y = g.mul(sums, g.mul(scaleA, single(g, inputs[3]) ?? inputs[3]!));
    return [inputs[6] ? g.add(y, inputs[6]) : y];
  },
};
