import { quantiseDynamically } from './dynamicScale.ts';
import type { QuantisedOperator } from './quantisedOperator.ts';
import { single } from './rewriting.ts';

/** y = s_a·s_b·(q_a − z_a)(b − z_b) + bias, with a quantised to 8 bits as `DynamicQuantizeLinear` does. */
export const DynamicQuantizeMatMul: QuantisedOperator = {
  op: 'com.microsoft.DynamicQuantizeMatMul',
  rewrite(context) {
    const { g, inputs, outputs } = context;
    const a = quantiseDynamically(g, inputs[0]!);
    const b = context.centred(1, 3, { axis: -1 });
    const sums = g.op('MatMul', [g.sub(a.q, a.zeroPoint), b], { shape: outputs[0]!.shape });
    const y = g.mul(sums, g.mul(a.scale, single(g, inputs[2]) ?? inputs[2]!));
    return [inputs[4] ? g.add(y, inputs[4]) : y];
  },
};
