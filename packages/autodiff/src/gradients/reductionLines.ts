import { elementCount, type GraphBuilder, type Value } from '@smoothgrad/onnx';

/** A tensor as a matrix whose rows are the elements that are reduced to one, and the way back. */
export interface Lines {
  readonly rows: Value;
  back(rows: Value): Value;
}

/** @param axes ascending */
export function reductionLines(g: GraphBuilder, x: Value, axes: readonly number[]): Lines {
  const kept = x.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
  const order = [...kept, ...axes];
  const isInOrder = order.every((axis, i) => axis === i);
  const sizes = (of: readonly number[]) => of.map((axis) => x.shape[axis]!);
  const height = elementCount(sizes(kept));
  const inverse = order.map((_, axis) => order.indexOf(axis));
  return {
    rows: g.reshape(isInOrder ? x : g.transpose(x, order), [height, elementCount(sizes(axes))]),
    back(rows) {
      const unfolded = g.reshape(rows, sizes(order));
      return isInOrder ? unfolded : g.transpose(unfolded, inverse);
    },
  };
}
