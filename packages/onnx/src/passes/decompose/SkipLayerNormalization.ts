import { float, floatAttribute, int } from '../../attributes.ts';
import type { Decomposition } from './decomposition.ts';

/** y = LayerNormalization(input + skip + bias); the sum is a further output. */
export const SkipLayerNormalization: Decomposition = {
  op: 'com.microsoft.SkipLayerNormalization',
  rewrite({ g, node, inputs: [input, skip, gamma, beta, bias], outputs }) {
    if (outputs[1] || outputs[2]) return 'its mean and variance are outputs: ONNX Runtime computes them on GPUs only';
    const added = g.add(input!, skip!);
    const sum = bias ? g.add(added, bias) : added;
    const attributes = { axis: int(-1), epsilon: float(floatAttribute(node, 'epsilon', 1e-12)) };
    const y = g.op('LayerNormalization', [sum, gamma, beta], { shape: sum.shape, attributes });
    return [y, undefined, undefined, sum];
  },
};
