import { floatAttribute, type GraphBuilder, intAttribute, type Value } from '@smoothgrad/onnx';
import type { BackwardContext, GradientRule } from '../rule.ts';

/**
 * y = scale·x̂ + bias with x̂ = (x − mean)/d and d = √(var + ε): fixed statistics (inference), one for each channel.
 * dx = dy·scale/d. With D = Σ dy and E = Σ dy·x̂ over all axes but the channel: dscale = E, dbias = D, dmean = −D·scale/d and
 * dvar = −½·E·scale/d².
 */
export const BatchNormalization: GradientRule = {
  op: 'BatchNormalization',
  refuse({ node, inputs }) {
    if (intAttribute(node, 'training_mode', 0) === 0) return undefined;
    return (inputs[0]?.shape[0] ?? 1) > 1
      ? 'it is in training mode, where the images of a batch change each other; take one at a time, or export the model with model.eval()'
      : 'it is in training mode; export the model with model.eval()';
  },
  backward(context) {
    const { g, node, needs, inputs, cotangents } = context;
    const [x, dy] = [inputs[0]!, cotangents[0]!];
    // Statistics may have types of their own; the kernels compute in that of x.
    const statistic = (index: number) => g.cast(inputs[index]!, x.type);
    const epsilon = g.scalar(floatAttribute(node, 'epsilon', 1e-5), x);
    const deviation = g.unary('Sqrt', g.add(statistic(4), epsilon));
    const slope = g.div(statistic(1), deviation);
    const dx = needs[0] ? g.mul(dy, perChannel(g, slope, x)) : undefined;
    if (!needs.slice(1).some(Boolean)) return [dx];
    const centred = g.sub(x, perChannel(g, statistic(3), x));
    const normal = g.div(centred, perChannel(g, deviation, x));
    return [dx, ...statisticsCotangents(context, { dy, normal, slope, deviation })];
  },
};

interface Normalisation {
  readonly dy: Value;
  /** x̂ */
  readonly normal: Value;
  readonly slope: Value;
  readonly deviation: Value;
}

/** Cotangents of scale, bias, mean and variance. */
function statisticsCotangents(
  { g, needs, inputs }: BackwardContext,
  { dy, normal, slope, deviation }: Normalisation,
): (Value | undefined)[] {
  const axes = dy.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  const bias = needs[2] || needs[3] ? g.reduceSum(dy, axes, false) : undefined;
  const scale = needs[1] || needs[4] ? g.reduceSum(g.mul(dy, normal), axes, false) : undefined;
  const mean = bias && needs[3] ? g.unary('Neg', g.mul(slope, bias)) : undefined;
  const variance = scale && needs[4] ? g.mul(g.scale(g.div(slope, deviation), -0.5), scale) : undefined;
  return [scale, bias, mean, variance].map((value, i) => value && g.cast(value, inputs[i + 1]!.type));
}

function perChannel(g: GraphBuilder, statistic: Value, x: Value): Value {
  return g.reshape(
    statistic,
    x.shape.map((_, axis) => (axis === 1 ? x.shape[1]! : 1)),
  );
}
