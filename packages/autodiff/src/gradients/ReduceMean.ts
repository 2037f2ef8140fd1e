import { elementCount, intAttribute, intsAttribute, normaliseAxis } from '@smoothgrad/onnx';
import type { GradientRule, RuleContext } from '../rule.ts';

/** y = mean of x over axes.  dx = dy/count at every reduced position. */
export const ReduceMean: GradientRule = {
  op: 'ReduceMean',
  refuse({ inputs, constant }) {
    return inputs[1] !== undefined && constant(1) === undefined
      ? 'its axes are not known before the model runs'
      : undefined;
  },
  backward(context) {
    const { g, inputs, cotangents } = context;
    const [x, dy] = [inputs[0]!, cotangents[0]!];
    const kept = x.shape.map((dimension, axis) =>
      reducedAxes(context, x.shape.length).includes(axis) ? 1 : dimension,
    );
    const count = elementCount(x.shape) / elementCount(kept);
    return [g.expand(g.reshape(g.scale(dy, 1 / count), kept), x.shape)];
  },
};

/** No axes means all of them, unless the node says that it then does nothing. */
function reducedAxes({ node, constant, inputs }: RuleContext, rank: number): number[] {
  const axes = (inputs[1] && constant(1)) ?? intsAttribute(node, 'axes') ?? [];
  if (axes.length > 0) return axes.map((axis) => normaliseAxis(axis, rank));
  return intAttribute(node, 'noop_with_empty_axes', 0) === 1 ? [] : Array.from({ length: rank }, (_, axis) => axis);
}
