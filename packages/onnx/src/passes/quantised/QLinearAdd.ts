import { binaryScales, SEVERAL_SCALES } from './binary.ts';
import type { QuantisedOperator } from './quantisedOperator.ts';

/** c = quantise((a − z_a)·s_a/s_c + (b − z_b)·s_b/s_c). */
export const QLinearAdd: QuantisedOperator = {
  op: 'com.microsoft.QLinearAdd',
  rewrite(context) {
    const { g } = context;
    const scales = binaryScales(context);
    if (!scales) return SEVERAL_SCALES;
    const a = g.mul(context.centred(0, 2), g.div(scales.a, scales.c));
    const b = g.mul(context.centred(3, 5), g.div(scales.b, scales.c));
    return [context.quantised(g.add(a, b), 7)];
  },
};
