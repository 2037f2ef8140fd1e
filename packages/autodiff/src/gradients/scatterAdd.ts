import { type GraphBuilder, int, string, type Value } from '@smoothgrad/onnx';
import { zerosLike } from './zerosLike.ts';

/**
 * Zeros in the shape and type of x, with `updates` added at `indices` along an axis; all three have the same rank.
 * ScatterElements(add) is sequential in ONNX Runtime, and so exact where indices repeat; ScatterND(add) races.
 */
export function scatterAdd(g: GraphBuilder, x: Value, indices: Value, updates: Value, axis: number): Value {
  return g.op('ScatterElements', [zerosLike(g, x), indices, updates], {
    shape: x.shape,
    attributes: { axis: int(axis), reduction: string('add') },
  });
}
