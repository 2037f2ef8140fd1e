import { SEVERAL_SCALES } from './binary.ts';
import type { QuantisedOperator } from './quantisedOperator.ts';
import { single } from './rewriting.ts';

/** y = the inputs side by side, each (x − zₓ)·sₓ/s_y rounded. The scale and the zero point of y come first. */
export const QLinearConcat: QuantisedOperator = {
  op: 'com.microsoft.QLinearConcat',
  rewrite(context) {
    const { g, node, inputs, outputs } = context;
    const scaleY = single(g, inputs[0]);
    const first = inputs.flatMap((_, i) => (i >= 2 && i % 3 === 2 ? [i] : []));
    const scales = first.map((i) => single(g, inputs[i + 1]));
    if (!scaleY || scales.includes(undefined)) return SEVERAL_SCALES;
    const parts = first.map((i, k) => g.mul(context.centred(i, i + 2), g.div(scales[k]!, scaleY)));
    const attributes = Object.fromEntries(node.attributes);
    return [context.quantised(g.op('Concat', parts, { shape: outputs[0]!.shape, attributes }), 1)];
  },
};
