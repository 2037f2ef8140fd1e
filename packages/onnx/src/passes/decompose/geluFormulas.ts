import type { GraphBuilder } from '../../builder.ts';
import type { Value } from '../../ir.ts';

/** x·(1 + erf(x/√2))/2, in the order ONNX Runtime knows how to make one kernel of again. */
export function exactGelu(g: GraphBuilder, x: Value): Value {
  const erf = g.op('Erf', [g.div(x, g.scalar(Math.SQRT2, x))], { shape: x.shape });
  return g.scale(g.mul(x, g.add(erf, g.scalar(1, x))), 0.5);
}

/** x·(1 + tanh(√(2/π)·(x + 0.044715x³)))/2, with the sigmoid of twice the argument. */
export function tanhGelu(g: GraphBuilder, x: Value): Value {
  const linear = 2 * Math.sqrt(2 / Math.PI);
  const factor = g.add(g.scale(g.mul(x, x), 0.044715 * linear), g.scalar(linear, x));
  return g.mul(x, g.unary('Sigmoid', g.mul(x, factor)));
}
