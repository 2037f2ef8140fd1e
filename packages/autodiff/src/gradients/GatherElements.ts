import { intAttribute, normaliseAxis } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { scatterAdd } from './scatterAdd.ts';

/** y[…, i, …] = x[…, indices[…, i, …], …] along an axis, negative indices from the end.  dx = zeros with dy added there. */
export const GatherElements: GradientRule = {
  op: 'GatherElements',
  indexInputs: [1],
  backward({ g, node, inputs: [x, indices], cotangents: [dy] }) {
    const axis = normaliseAxis(intAttribute(node, 'axis', 0), x!.shape.length);
    return [scatterAdd(g, x!, indices!, dy!, axis)];
  },
};
