import type { QuantisedOperator } from './quantisedOperator.ts';
import { single } from './rewriting.ts';

/** y = quantise((a − z_a)(b − z_b)), scaled by s_a·s_b/s_y; b may have a scale and a zero point for each column. */
export const QLinearMatMul: QuantisedOperator = {
  op: 'QLinearMatMul',
  rewrite(context) {
    const { g, inputs, outputs } = context;
    const [scaleA, scaleY] = [single(g, inputs[1]), single(g, inputs[6])];
    if (!scaleA || !scaleY) return 'only one scale for the whole first input and one for the output are known';
    const operands = [context.centred(0, 2), context.centred(3, 5, { axis: -1 })];
    const sums = g.op('MatMul', operands, { shape: outputs[0]!.shape });
    const scaleB = single(g, inputs[4]) ?? g.cast(inputs[4]!, 'float32');
    return [context.quantised(g.mul(sums, g.div(g.mul(scaleA, scaleB), scaleY)), 7)];
  },
};
