import { elementCount, type GraphBuilder, type Value } from '@smoothgrad/onnx';

/** The identity matrix: an operator that is linear along an axis, applied to it, tells its own matrix. */
export function identityMatrix(g: GraphBuilder, size: number, like: Value): Value {
  return g.op('EyeLike', [g.expand(g.scalar(0, like), [size, size])], { shape: [size, size] });
}

/**
 * dx of an operator that multiplies each line of x along `axis` by a matrix.
 *
 * @param matrix [inputs, outputs]: what the operator makes of each unit vector
 */
export function transposedAlong(g: GraphBuilder, dy: Value, axis: number, matrix: Value): Value {
  const [inputs = 0, outputs = 0] = matrix.shape;
  const before = elementCount(dy.shape.slice(0, axis));
  const after = elementCount(dy.shape.slice(axis + 1));
  const shape = dy.shape.with(axis, inputs);
  if (after === 1) {
    const lines = g.reshape(dy, [before, outputs]);
    return g.reshape(g.op('MatMul', [lines, g.transpose(matrix, [1, 0])], { shape: [before, inputs] }), shape);
  }
  const lines = g.reshape(dy, [before, outputs, after]);
  return g.reshape(g.op('MatMul', [matrix, lines], { shape: [before, inputs, after], type: dy.type }), shape);
}
