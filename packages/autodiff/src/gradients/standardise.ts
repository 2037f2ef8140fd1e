import { float, type GraphBuilder, int, type Value } from '@smoothgrad/onnx';

/** x̂ = (x − mean)·inverse with inverse = 1/√(variance + ε); mean and variance over the axes from `axis` on. */
export interface Standardised {
  readonly axis: number;
  readonly normalised: Value;
  /** In the shape of x, with 1 for the axes that were reduced. */
  readonly inverse: Value;
}

/**
 * LayerNormalization with a scale of ones gives x̂ and inverse in one pass. In float64 its further outputs are float32, so
 * there they are made of reductions.
 */
export function standardise(g: GraphBuilder, x: Value, axis: number, epsilon: number): Standardised {
  if (x.type === 'float32') {
    const ones = g.expand(g.scalar(1, x), x.shape.slice(axis));
    const attributes = { axis: int(axis), epsilon: float(epsilon) };
    const statistics = { shape: reducedShape(x, axis) };
    const [normalised, , inverse] = g.outputs('LayerNormalization', [x, ones], { shape: x.shape, attributes }, [
      statistics,
      statistics,
    ]);
    return { axis, normalised: normalised!, inverse: inverse! };
  }
  const centred = g.sub(x, meanFrom(g, x, axis));
  const variance = meanFrom(g, g.mul(centred, centred), axis);
  const inverse = g.unary('Reciprocal', g.unary('Sqrt', g.add(variance, g.scalar(epsilon, x))));
  return { axis, normalised: g.mul(centred, inverse), inverse };
}

/** How a cotangent of x̂ passes to x: inverse·(dy − x̂·mean(dy·x̂) − mean(dy)). */
export function standardisedGradient(g: GraphBuilder, { axis, normalised, inverse }: Standardised, dy: Value): Value {
  const along = g.mul(normalised, meanFrom(g, g.mul(dy, normalised), axis));
  return g.mul(inverse, g.sub(g.sub(dy, along), meanFrom(g, dy, axis)));
}

/** The mean over the axes from `axis` on, which stay as 1. */
export function meanFrom(g: GraphBuilder, x: Value, axis: number): Value {
  const axes = x.shape.flatMap((_, i) => (i >= axis ? [i] : []));
  return g.op('ReduceMean', [x, g.int64(axes)], { shape: reducedShape(x, axis), attributes: { keepdims: int(1) } });
}

function reducedShape({ shape }: Value, axis: number): number[] {
  return shape.map((size, i) => (i >= axis ? 1 : size));
}
