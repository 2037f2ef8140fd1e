import { withChannelsFirst } from './channelsLast.ts';
import type { QuantisedOperator } from './quantisedOperator.ts';
import { rewriteUnary } from './unary.ts';

/** y = quantise(mean of each channel). */
export const QLinearGlobalAveragePool: QuantisedOperator = {
  op: 'com.microsoft.QLinearGlobalAveragePool',
  rewrite: (context) =>
    rewriteUnary(context, (input) =>
      withChannelsFirst(context, input, (x) =>
        context.g.op('GlobalAveragePool', [x], { shape: x.shape.map((side, axis) => (axis < 2 ? side : 1)) }),
      ),
    ),
};
