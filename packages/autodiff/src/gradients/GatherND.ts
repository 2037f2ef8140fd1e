import { elementCount, intAttribute } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { addressedRows } from './addressedRows.ts';
import { scatterAdd } from './scatterAdd.ts';
import { zerosLike } from './zerosLike.ts';

/**
 * y = elements or slices of x addressed by tuples of indices.  dx = zeros with the slices of dy added where they were taken.
 * The tuples become row numbers of x as a matrix, because ScatterND(add), which would take them as they are, races.
 */
export const GatherND: GradientRule = {
  op: 'GatherND',
  indexInputs: [1],
  backward({ g, node, inputs: [x, indices], cotangents: [dy] }) {
    if (elementCount(dy!.shape) === 0) return [zerosLike(g, x!)];
    const { rows, length, index, count } = addressedRows(g, x!.shape, indices!, intAttribute(node, 'batch_dims', 0));
    const at = g.expand(g.reshape(index, [count, 1]), [count, length]);
    const matrix = scatterAdd(g, { ...x!, shape: [rows, length] }, at, g.reshape(dy!, [count, length]), 0);
    return [g.reshape(matrix, x!.shape)];
  },
};
