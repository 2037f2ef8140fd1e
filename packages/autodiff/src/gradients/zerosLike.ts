import type { GraphBuilder, Value } from '@smoothgrad/onnx';

/** Zeros in the shape and type of x, independent of its numbers. */
export function zerosLike(g: GraphBuilder, x: Pick<Value, 'name' | 'shape' | 'type'>): Value {
  return g.expand(g.scalar(0, x), x.shape);
}
