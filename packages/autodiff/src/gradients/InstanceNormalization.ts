import { elementCount, floatAttribute } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { standardise, standardisedGradient } from './standardise.ts';
import { zerosLike } from './zerosLike.ts';

/**
 * y = x̂·scale + bias with x̂ = (x − mean)/√(variance + ε) over the positions of each channel of each image.
 * dx = scale/√(variance + ε)·(dy − x̂·mean(dy·x̂) − mean(dy)); dscale = Σ dy·x̂; dbias = Σ dy.
 * A channel of one position has x̂ = 0 whatever x is, and no derivative.
 */
export const InstanceNormalization: GradientRule = {
  op: 'InstanceNormalization',
  backward({ g, node, needs, inputs: [x, scale], cotangents: [dy] }) {
    const [batch = 1, channels = 1, ...positions] = x!.shape;
    const rows = [batch, channels, elementCount(positions)];
    const cotangent = g.reshape(dy!, rows);
    const dBias = needs[2] ? g.reduceSum(cotangent, [0, 2], false) : undefined;
    if (rows[2] === 1) return [zerosLike(g, x!), zerosLike(g, scale!), dBias];
    const standardised = standardise(g, g.reshape(x!, rows), 2, floatAttribute(node, 'epsilon', 1e-5));
    const { normalised, inverse } = standardised;
    const slope = { ...standardised, inverse: g.mul(inverse, g.reshape(scale!, [channels, 1])) };
    return [
      needs[0] ? g.reshape(standardisedGradient(g, slope, cotangent), x!.shape) : undefined,
      needs[1] ? g.reduceSum(g.mul(cotangent, normalised), [0, 2], false) : undefined,
      dBias,
    ];
  },
};
