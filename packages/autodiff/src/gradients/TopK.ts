import { intAttribute, normaliseAxis } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { scatterAdd } from './scatterAdd.ts';

/**
 * y = the k largest (or smallest) elements of x along an axis.  dx = zeros with dy where they were, which the second output
 * says: among equal elements ONNX takes the first.
 */
export const TopK: GradientRule = {
  op: 'TopK',
  backward({ g, node, inputs: [x, k], outputs: [, positions], cotangents: [dy] }) {
    const axis = normaliseAxis(intAttribute(node, 'axis', -1), x!.shape.length);
    const attributes = Object.fromEntries(node.attributes);
    const at = positions ?? g.secondOutput('TopK', [x, k], { shape: dy!.shape, type: 'int64', attributes });
    return [scatterAdd(g, x!, at, dy!, axis)];
  },
};
