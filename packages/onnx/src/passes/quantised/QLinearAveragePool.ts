import { withChannelsFirst } from './channelsLast.ts';
import type { QuantisedOperator } from './quantisedOperator.ts';
import { rewriteUnary } from './unary.ts';

/** y = quantise(AveragePool(x)). */
export const QLinearAveragePool: QuantisedOperator = {
  op: 'com.microsoft.QLinearAveragePool',
  rewrite(context) {
    const { g, node, outputs } = context;
    const { channels_last: last, ...attributes } = Object.fromEntries(node.attributes);
    const [batch, ...rest] = outputs[0]!.shape;
    const isLast = last?.kind === 'int' && last.value !== 0n;
    const shape = isLast ? [batch!, rest.at(-1)!, ...rest.slice(0, -1)] : outputs[0]!.shape;
    return rewriteUnary(context, (input) =>
      withChannelsFirst(context, input, (x) => g.op('AveragePool', [x], { shape, attributes })),
    );
  },
};
