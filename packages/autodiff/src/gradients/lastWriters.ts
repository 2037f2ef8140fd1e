import { elementCount, type GraphBuilder, int, type Value } from '@smoothgrad/onnx';

/**
 * Which updates of a scatter without reduction are in its result: where several go to one place, which ONNX leaves
 * undefined, ONNX Runtime's last one wins. The numbers 0, 1, … are scattered in their stead, and read back.
 *
 * @param shape of the data
 * @returns booleans in the shape of the indices; ONNX Runtime folds them where the indices are constant
 */
export function lastWriters(g: GraphBuilder, shape: readonly number[], indices: Value, axis: number): Value {
  const count = elementCount(indices.shape);
  const ones = g.expand(g.int64([1]), [count]);
  const numbers = g.reshape(g.op('CumSum', [ones, g.int64([0])], { shape: ones.shape }), indices.shape);
  const attributes = { axis: int(axis) };
  const zeros = g.expand(g.int64([0]), shape);
  const written = g.op('ScatterElements', [zeros, indices, numbers], { shape, attributes });
  const last = g.op('GatherElements', [written, indices], { shape: indices.shape, attributes });
  return g.compare('Equal', last, numbers);
}
