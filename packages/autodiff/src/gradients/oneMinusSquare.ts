import type { GraphBuilder, Value } from '@smoothgrad/onnx';

/** 1 − x² as (1 − x)(1 + x): near ±1 one factor is exact and small, where the difference would have lost its digits. */
export function oneMinusSquare(g: GraphBuilder, x: Value): Value {
  const one = g.scalar(1, x);
  return g.mul(g.sub(one, x), g.add(x, one));
}
