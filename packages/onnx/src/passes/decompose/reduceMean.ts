import { int } from '../../attributes.ts';
import type { GraphBuilder } from '../../builder.ts';
import type { Value } from '../../ir.ts';

/** The mean over axes (in [0, rank)), which stay as 1. */
export function reduceMean(g: GraphBuilder, x: Value, axes: readonly number[]): Value {
  return g.op('ReduceMean', [x, g.int64(axes)], {
    shape: x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size)),
    attributes: { keepdims: int(1) },
  });
}
