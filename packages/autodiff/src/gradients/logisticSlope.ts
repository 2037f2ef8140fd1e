import type { GraphBuilder, Value } from '@smoothgrad/onnx';

/**
 * σ'(x) = e/(1 + e)² with e = exp(−|x|), to the last digits however far out. ONNX Runtime's Sigmoid is only right to about
 * 1e-7 of 1: what it returns below −10 has lost its digits.
 */
export function logisticSlope(g: GraphBuilder, x: Value): Value {
  const e = g.unary('Exp', g.unary('Neg', g.op('Abs', [x], { shape: x.shape })));
  const whole = g.add(e, g.scalar(1, x));
  return g.div(e, g.mul(whole, whole));
}

/** Rows of numbers, few enough for the longer of two formulas: hidden layers of small networks, gates, scores. */
export function isRow({ shape }: Value): boolean {
  return shape.length <= 2;
}
