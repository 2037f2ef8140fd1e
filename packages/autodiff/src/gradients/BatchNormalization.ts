import { floatAttribute, intAttribute } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';

/** y = scale·(x − mean)/√(var + ε) + bias with fixed statistics (inference).  dx = dy·scale/√(var + ε), per channel. */
export const BatchNormalization: GradientRule = {
  op: 'BatchNormalization',
  refuse({ node, needs }) {
    if (intAttribute(node, 'training_mode', 0) === 1)
      return 'it is in training mode; export the model with model.eval()';
    if (needs.slice(1).some(Boolean)) return 'its statistics or scale depend on the image';
    return undefined;
  },
  backward({ g, node, inputs: [x, scale, , , variance], cotangents: [dy] }) {
    const epsilon = g.scalar(floatAttribute(node, 'epsilon', 1e-5), variance!);
    const slope = g.cast(g.div(scale!, g.cast(g.unary('Sqrt', g.add(variance!, epsilon)), scale!.type)), x!.type);
    const perChannel = x!.shape.map((_, axis) => (axis === 1 ? x!.shape[1]! : 1));
    return [g.mul(dy!, g.reshape(slope, perChannel))];
  },
};
