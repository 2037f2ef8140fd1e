import type { GraphBuilder } from '../../builder.ts';
import type { Value } from '../../ir.ts';
import { elementCount } from '../../shapes.ts';
import type { QuantisedOperator } from './quantisedOperator.ts';
import { single } from './rewriting.ts';

/**
 * y = quantise(Conv(x − zₓ, w − z_w) + b), scaled by sₓ·s_w/s_y: the sums are of whole numbers, as the runtime's are, and
 * exact in float32 below 2²⁴.
 */
export const QLinearConv: QuantisedOperator = {
  op: 'QLinearConv',
  rewrite(context) {
    const { g, node, inputs, outputs } = context;
    const [scaleX, scaleY] = [single(g, inputs[1]), single(g, inputs[6])];
    if (!scaleX || !scaleY) return 'only one scale for the whole input and one for the output are known';
    const x = context.centred(0, 2);
    const w = context.centred(3, 5);
    const bias = inputs[8] && g.cast(inputs[8], 'float32');
    const sums = g.op('Conv', bias ? [x, w, bias] : [x, w], {
      shape: outputs[0]!.shape,
      attributes: Object.fromEntries(node.attributes),
    });
    const factor = g.div(g.mul(scaleX, perChannel(g, g.cast(inputs[4]!, 'float32'), sums)), scaleY);
    return [context.quantised(g.mul(sums, factor), 7)];
  },
};

/** A parameter of each filter in a shape that broadcasts to the feature maps [N, C, …]. */
function perChannel(g: GraphBuilder, parameter: Value, y: Value): Value {
  const count = elementCount(parameter.shape);
  return g.reshape(parameter, count === 1 ? [] : [count, ...y.shape.slice(2).map(() => 1)]);
}
