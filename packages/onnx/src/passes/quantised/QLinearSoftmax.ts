import { int, intAttribute } from '../../attributes.ts';
import type { GraphBuilder } from '../../builder.ts';
import type { Value } from '../../ir.ts';
import { elementCount, normaliseAxis } from '../../shapes.ts';
import type { QuantisedOperator } from './quantisedOperator.ts';
import { rewriteUnary } from './unary.ts';

/** y = quantise(softmax(x)), over one axis or, as before operator set 13, over all axes from that one on. */
export const QLinearSoftmax: QuantisedOperator = {
  op: 'com.microsoft.QLinearSoftmax',
  keepsNumbers: ({ op }) => op !== 'Softmax',
  rewrite(context) {
    const { g, node } = context;
    const isOld = intAttribute(node, 'opset', 13) < 13;
    const axis = intAttribute(node, 'axis', isOld ? 1 : -1);
    return rewriteUnary(context, (x) => (isOld ? flatSoftmax(g, x, axis) : softmax(g, x, axis)));
  },
};

function softmax(g: GraphBuilder, x: Value, axis: number): Value {
  return g.op('Softmax', [x], { shape: x.shape, attributes: { axis: int(axis) } });
}

function flatSoftmax(g: GraphBuilder, x: Value, axis: number): Value {
  const at = normaliseAxis(axis, x.shape.length);
  const rows = g.reshape(x, [elementCount(x.shape.slice(0, at)), elementCount(x.shape.slice(at))]);
  return g.reshape(softmax(g, rows, 1), x.shape);
}
