import { elementCount, type GraphBuilder, type Value } from '@smoothgrad/onnx';

/** What the index tuples of GatherND and ScatterND address, with the data seen as a matrix. */
export interface AddressedRows {
  /** Of the matrix. */
  readonly rows: number;
  /** Elements of a row. */
  readonly length: number;
  /** The row each tuple addresses, int64 [count]. */
  readonly index: Value;
  readonly count: number;
}

/**
 * @param shape of the data
 * @param indices int64; its last axis holds tuples, whose negative numbers count from the end
 * @param batchDims leading axes that data and indices share
 */
export function addressedRows(
  g: GraphBuilder,
  shape: readonly number[],
  indices: Value,
  batchDims: number,
): AddressedRows {
  const tuple = indices.shape.at(-1)!;
  const addressed = shape.slice(batchDims, batchDims + tuple);
  const strides = addressed.map((_, i) => elementCount(addressed.slice(i + 1)));
  const batches = elementCount(shape.slice(0, batchDims));
  const count = elementCount(indices.shape.slice(0, -1));
  const tuples = g.reshape(indices, [batches, count / batches, tuple]);
  // The integer Mod has the sign of its divisor: −1 becomes the last position.
  const positions = g.op('Mod', [tuples, g.int64(addressed)], { shape: tuples.shape });
  const local = g.reduceSum(g.mul(positions, g.int64(strides)), [2], true);
  const offsets = Array.from({ length: batches }, (_, batch) => batch * elementCount(addressed));
  const index = batches === 1 ? local : g.add(local, g.reshape(g.int64(offsets), [batches, 1, 1]));
  return {
    rows: batches * elementCount(addressed),
    length: elementCount(shape.slice(batchDims + tuple)),
    index: g.reshape(index, [count]),
    count,
  };
}
