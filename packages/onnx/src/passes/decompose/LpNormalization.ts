import { intAttribute } from '../../attributes.ts';
import type { GraphBuilder } from '../../builder.ts';
import type { Value } from '../../ir.ts';
import { normaliseAxis } from '../../shapes.ts';
import type { Decomposition } from './decomposition.ts';

/** y = x/‖x‖ along an axis, p = 1 or 2. The zero vector stays 0, as in ONNX Runtime, and has no derivative. */
export const LpNormalization: Decomposition = {
  op: 'LpNormalization',
  rewrite({ g, node, inputs }) {
    const x = inputs[0]!;
    const axis = normaliseAxis(intAttribute(node, 'axis', -1), x.shape.length);
    const p = intAttribute(node, 'p', 2);
    const sum = g.reduceSum(p === 1 ? g.op('Abs', [x], { shape: x.shape }) : g.mul(x, x), [axis], true);
    return [g.mul(x, inverseNorm(g, sum, p))];
  },
};

/** 1/sum or 1/√sum; 0 where the sum is 0, and nothing infinite on the way. */
function inverseNorm(g: GraphBuilder, sum: Value, p: number): Value {
  const isZero = g.compare('Equal', sum, g.scalar(0, sum));
  const safe = g.where(isZero, g.scalar(1, sum), sum);
  const inverse = g.unary('Reciprocal', p === 1 ? safe : g.unary('Sqrt', safe));
  return g.where(isZero, g.scalar(0, sum), inverse);
}
