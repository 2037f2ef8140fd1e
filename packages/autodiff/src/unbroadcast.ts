import type { GraphBuilder, Value } from '@smoothgrad/onnx';

/** Sums a cotangent over the axes along which its value was broadcast, so that it has the value's own shape again. */
export function unbroadcast(g: GraphBuilder, cotangent: Value, shape: readonly number[]): Value {
  const lead = cotangent.shape.length - shape.length;
  const axes = cotangent.shape.flatMap((dimension, axis) =>
    axis < lead || (shape[axis - lead] === 1 && dimension !== 1) ? [axis] : [],
  );
  return g.reshape(g.reduceSum(cotangent, axes, true), shape);
}
