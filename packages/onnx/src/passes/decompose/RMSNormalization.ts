import { floatAttribute, intAttribute } from '../../attributes.ts';
import { normaliseAxis } from '../../shapes.ts';
import type { Decomposition } from './decomposition.ts';
import { rootMeanSquare } from './rootMeanSquare.ts';

/** y = x/√(mean(x²) + ε)·scale, the mean over the axes from `axis` on. */
export const RMSNormalization: Decomposition = {
  op: 'RMSNormalization',
  rewrite({ g, node, inputs: [x, scale] }) {
    const axis = normaliseAxis(intAttribute(node, 'axis', -1), x!.shape.length);
    return [rootMeanSquare(g, x!, scale!, { axis, epsilon: floatAttribute(node, 'epsilon', 1e-5) }).y];
  },
};
