import { intAttribute } from '../../attributes.ts';
import { spread } from './affine.ts';
import type { QuantisedContext, QuantisedOperator } from './quantisedOperator.ts';

/** q = saturate(round(x/s) + z), with one scale, one for each position of an axis, or one for each block. */
export const QuantizeLinear: QuantisedOperator = {
  op: 'QuantizeLinear',
  keepsNumbers: () => true,
  rewrite: quantizeLinear,
};

export function quantizeLinear(context: QuantisedContext) {
  const { g, node, inputs } = context;
  const along = { axis: intAttribute(node, 'axis', 1), block: intAttribute(node, 'block_size', 0) };
  const x = g.cast(inputs[0]!, 'float32');
  const scale = g.cast(inputs[1]!, 'float32');
  return [context.quantised(g.div(x, spread(g, scale, x, along)), 2, along)];
}
