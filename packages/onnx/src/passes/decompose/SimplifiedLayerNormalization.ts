import { floatAttribute, intAttribute } from '../../attributes.ts';
import { normaliseAxis } from '../../shapes.ts';
import type { Decomposition } from './decomposition.ts';
import { rootMeanSquare } from './rootMeanSquare.ts';

/** RMSNormalization as ONNX Runtime's optimiser writes it, in the standard domain, with 1/√(mean(x²) + ε) as a second output. */
export const SimplifiedLayerNormalization: Decomposition = {
  op: 'SimplifiedLayerNormalization',
  rewrite({ g, node, inputs: [x, scale] }) {
    const axis = normaliseAxis(intAttribute(node, 'axis', -1), x!.shape.length);
    const { y, inverse } = rootMeanSquare(g, x!, scale!, { axis, epsilon: floatAttribute(node, 'epsilon', 1e-5) });
    return [y, inverse];
  },
};
