import { elementCount, floatAttribute, intAttribute, normaliseAxis, type Value } from '@smoothgrad/onnx';
import { meanFrom, standardise } from '../../gradients/standardise.ts';
import type { BackwardContext, GradientRule } from '../../rule.ts';

/**
 * The derivatives of normalisations whose denominator counts as a constant (Ali et al. 2022, "LN-rule"): linear in x.
 * y = (x − mean)·scale·inverse + bias, dx = c − mean(c) with c = dy·scale·inverse.
 */
export const LayerNormalization: GradientRule = {
  op: 'LayerNormalization',
  refuse: ({ node, needs }) =>
    node.outputs.slice(1).some((name) => name !== '') || needs[1] || needs[2]
      ? 'relevance has no rule for its mean and deviation as outputs, nor for scales made of the image'
      : undefined,
  backward({ g, node, inputs: [x, scale], cotangents: [dy] }) {
    const axis = normaliseAxis(intAttribute(node, 'axis', -1), x!.shape.length);
    const { inverse } = standardise(g, x!, axis, floatAttribute(node, 'epsilon', 1e-5));
    return [centred(g, g.mul(g.mul(dy!, scale!), inverse), axis)];
  },
};

/** As LayerNormalization over the positions of each channel. */
export const InstanceNormalization: GradientRule = {
  op: 'InstanceNormalization',
  refuse: ({ needs }) =>
    needs[1] || needs[2] ? 'relevance has no rule for scales that are made of the image' : undefined,
  backward({ g, node, inputs: [x, scale], cotangents: [dy] }) {
    const [batch = 1, channels = 1, ...positions] = x!.shape;
    const rows = [batch, channels, elementCount(positions)];
    const { inverse } = standardise(g, g.reshape(x!, rows), 2, floatAttribute(node, 'epsilon', 1e-5));
    const factor = g.mul(inverse, g.reshape(scale!, [channels, 1]));
    return [g.reshape(centred(g, g.mul(g.reshape(dy!, rows), factor), 2), x!.shape)];
  },
};

function centred(g: BackwardContext['g'], c: Value, axis: number): Value {
  return g.sub(c, meanFrom(g, c, axis));
}
