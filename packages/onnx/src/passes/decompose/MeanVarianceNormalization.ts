import { intsAttribute } from '../../attributes.ts';
import { normaliseAxis } from '../../shapes.ts';
import type { Decomposition } from './decomposition.ts';
import { reduceMean } from './reduceMean.ts';

/**
 * y = (x − mean)/(σ + 1e-9) over axes, default all but the channels. Where all elements are equal y is 0, and σ, which has no
 * derivative there, counts as constant. (ONNX Runtime's kernel leaves 1e-9 out, and gives NaN there.)
 */
export const MeanVarianceNormalization: Decomposition = {
  op: 'MeanVarianceNormalization',
  rewrite({ g, node, inputs }) {
    const x = inputs[0]!;
    const axes = (intsAttribute(node, 'axes') ?? [0, 2, 3]).map((axis) => normaliseAxis(axis, x.shape.length));
    const centred = g.sub(x, reduceMean(g, x, axes));
    const variance = reduceMean(g, g.mul(centred, centred), axes);
    const [zero, one] = [g.scalar(0, x), g.scalar(1, x)];
    const varies = g.compare('Greater', variance, zero);
    const deviation = g.where(varies, g.unary('Sqrt', g.where(varies, variance, one)), zero);
    return [g.div(centred, g.add(deviation, g.scalar(1e-9, x)))];
  },
};
