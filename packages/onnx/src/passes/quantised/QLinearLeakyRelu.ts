import { float, floatAttribute } from '../../attributes.ts';
import type { QuantisedOperator } from './quantisedOperator.ts';
import { rewriteUnary } from './unary.ts';

/** y = quantise(x where x ≥ 0, else αx). */
export const QLinearLeakyRelu: QuantisedOperator = {
  op: 'com.microsoft.QLinearLeakyRelu',
  rewrite(context) {
    const attributes = { alpha: float(floatAttribute(context.node, 'alpha', 0.01)) };
    return rewriteUnary(context, (x) => context.g.op('LeakyRelu', [x], { shape: x.shape, attributes }));
  },
};
