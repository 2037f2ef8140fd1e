import type { GraphBuilder, Value } from '@smoothgrad/onnx';

/** x inside zeros of the given shape, from `begin[axis]` on along each axis; what lies outside is cut off. */
export function padTo(g: GraphBuilder, x: Value, begin: readonly number[], shape: readonly number[]): Value {
  const end = shape.map((length, axis) => length - begin[axis]! - x.shape[axis]!);
  if ([...begin, ...end].every((amount) => amount === 0)) return x;
  return g.op('Pad', [x, g.int64([...begin, ...end])], { shape });
}
