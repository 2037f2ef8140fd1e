import type { GraphBuilder, Value } from '@smoothgrad/onnx';

/** sign(x)·|x|^exponent for a whole exponent of at least 0. */
export function signedPower(g: GraphBuilder, x: Value, exponent: number): Value {
  // Sign has no kernel on WebGPU.
  if (exponent === 0) return g.sub(g.positiveMask(x), g.positiveMask(g.unary('Neg', x)));
  if (exponent === 1) return x;
  const size = g.op('Abs', [x], { shape: x.shape });
  return g.mul(x, power(g, size, exponent - 1));
}

export function power(g: GraphBuilder, x: Value, exponent: number): Value {
  return exponent === 1 ? x : g.op('Pow', [x, g.scalar(exponent, x)], { shape: x.shape });
}

/** dy and the norm y, where y is not 0; elsewhere 0 and 1, so that the slope 0/0 of the norm of nothing is 0. */
export function whereNotZero(g: GraphBuilder, dy: Value, y: Value): { readonly dy: Value; readonly y: Value } {
  const isPositive = g.compare('Greater', y, g.scalar(0, y));
  return { dy: g.where(isPositive, dy, g.scalar(0, dy)), y: g.where(isPositive, y, g.scalar(1, y)) };
}
