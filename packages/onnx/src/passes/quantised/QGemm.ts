import { float, floatAttribute, intAttribute } from '../../attributes.ts';
import type { QuantisedOperator } from './quantisedOperator.ts';
import { single } from './rewriting.ts';

/**
 * y = α·s_a·s_b·((a − z_a)(b − z_b) + c), with whole c, and quantised where it has a scale of its own; a or b may be transposed,
 * b may have a scale and a zero point for each column.
 */
export const QGemm: QuantisedOperator = {
  op: 'com.microsoft.QGemm',
  rewrite(context) {
    const { g, node, inputs, outputs } = context;
    const scaleA = single(g, inputs[1]);
    const scaleY = single(g, inputs[7]);
    if (!scaleA || (inputs[7] && !scaleY))
      return 'only one scale for the whole first input and one for the output are known';
    const bias = inputs[6] && g.cast(inputs[6], 'float32');
    const transB = intAttribute(node, 'transB', 0);
    const operands = [context.centred(0, 2), context.centred(3, 5, { axis: transB ? 0 : 1 })];
    const { alpha: _, ...attributes } = Object.fromEntries(node.attributes);
    const sums = g.op('Gemm', bias ? [...operands, bias] : operands, {
      shape: outputs[0]!.shape,
      attributes: { ...attributes, alpha: float(1) },
    });
    const scaleB = single(g, inputs[4]) ?? g.cast(inputs[4]!, 'float32');
    const scale = g.scale(g.mul(scaleA, scaleB), floatAttribute(node, 'alpha', 1));
    return [scaleY ? context.quantised(g.mul(sums, g.div(scale, scaleY)), 8) : g.mul(sums, scale)];
  },
};
