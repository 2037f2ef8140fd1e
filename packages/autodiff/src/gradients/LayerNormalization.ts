import { elementCount, floatAttribute, intAttribute, normaliseAxis } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { standardise, standardisedGradient } from './standardise.ts';

/**
 * y = x̂·scale + bias with x̂ = (x − mean)·inverse, inverse = 1/√(variance + ε), over the axes from `axis` on.
 * With c = dy·scale, dx = inverse·(c − x̂·mean(c·x̂) − mean(c)); dscale = dy·x̂; dbias = dy.
 * The two further outputs carry cotangents too, as they must where a gradient is differentiated again:
 * ∂mean/∂x = 1/D, ∂inverse/∂x = −inverse²·x̂/D for D normalised elements.
 */
export const LayerNormalization: GradientRule = {
  op: 'LayerNormalization',
  backward({ g, node, needs, inputs: [x, scale, bias], cotangents: [dy, dMean, dInverse] }) {
    const axis = normaliseAxis(intAttribute(node, 'axis', -1), x!.shape.length);
    const count = elementCount(x!.shape.slice(axis));
    const standardised = standardise(g, x!, axis, floatAttribute(node, 'epsilon', 1e-5));
    const { normalised, inverse } = standardised;
    const parts = [
      needs[0] && dy && standardisedGradient(g, standardised, g.mul(dy, scale!)),
      needs[0] && dMean && g.expand(g.scale(g.cast(dMean, x!.type), 1 / count), x!.shape),
      needs[0] &&
        dInverse &&
        g.mul(normalised, g.scale(g.mul(g.cast(dInverse, x!.type), g.mul(inverse, inverse)), -1 / count)),
    ].filter((part) => typeof part === 'object');
    return [
      parts.length === 0 ? undefined : parts.reduce((sum, part) => g.add(sum, part)),
      needs[1] && dy ? g.mul(dy, normalised) : undefined,
      bias && dy,
    ];
  },
};
