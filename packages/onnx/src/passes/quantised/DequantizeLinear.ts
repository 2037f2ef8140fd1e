import { intAttribute } from '../../attributes.ts';
import { spread } from './affine.ts';
import type { QuantisedContext, QuantisedOperator } from './quantisedOperator.ts';

/** x = (q − z)·s. */
export const DequantizeLinear: QuantisedOperator = {
  op: 'DequantizeLinear',
  keepsNumbers: () => true,
  rewrite: dequantizeLinear,
};

export function dequantizeLinear(context: QuantisedContext) {
  const { g, node, inputs, outputs } = context;
  const along = { axis: intAttribute(node, 'axis', 1), block: intAttribute(node, 'block_size', 0) };
  const q = context.centred(0, 2, along);
  const scale = g.cast(inputs[1]!, 'float32');
  return [g.cast(g.mul(q, spread(g, scale, q, along)), outputs[0]!.type)];
}
