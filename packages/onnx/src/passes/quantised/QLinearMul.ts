import { binaryScales, SEVERAL_SCALES } from './binary.ts';
import type { QuantisedOperator } from './quantisedOperator.ts';

/** c = quantise((a − z_a)(b − z_b)·s_a·s_b/s_c). */
export const QLinearMul: QuantisedOperator = {
  op: 'com.microsoft.QLinearMul',
  rewrite(context) {
    const { g } = context;
    const scales = binaryScales(context);
    if (!scales) return SEVERAL_SCALES;
    const product = g.mul(context.centred(0, 2), context.centred(3, 5));
    return [context.quantised(g.mul(product, g.div(g.mul(scales.a, scales.b), scales.c)), 7)];
  },
};
