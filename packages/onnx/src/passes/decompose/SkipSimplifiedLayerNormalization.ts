import { floatAttribute } from '../../attributes.ts';
import type { Decomposition } from './decomposition.ts';
import { rootMeanSquare } from './rootMeanSquare.ts';

/** y = s/√(mean(s²) + ε)·gamma over the last axis with s = input + skip + bias; s is a further output. */
export const SkipSimplifiedLayerNormalization: Decomposition = {
  op: 'com.microsoft.SkipSimplifiedLayerNormalization',
  rewrite({ g, node, inputs: [input, skip, gamma, bias], outputs }) {
    if (outputs[1] || outputs[2]) return 'its mean and variance are outputs: ONNX Runtime computes them on GPUs only';
    const added = g.add(input!, skip!);
    const sum = bias ? g.add(added, bias) : added;
    const epsilon = floatAttribute(node, 'epsilon', 1e-12);
    const { y } = rootMeanSquare(g, sum, gamma!, { axis: sum.shape.length - 1, epsilon });
    return [y, undefined, undefined, sum];
  },
};
