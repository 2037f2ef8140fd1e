import type { GraphBuilder, Value } from '@smoothgrad/onnx';
import type { WeightedLayer } from './weighted.ts';

/** A value in its positive and negative part: v = plus + minus. */
export interface Parts {
  readonly plus: Value;
  readonly minus: Value;
}

export function partsOf(g: GraphBuilder, v: Value): Parts {
  const plus = g.op('Relu', [v], { shape: v.shape });
  return { plus, minus: g.sub(v, plus) };
}

/** What adds to a layer's outputs and what takes away from them, the bias included. */
export interface Contributions {
  /** Σ max(x_i w_ij, 0) + max(b_j, 0), in the shape of y. */
  positive(): Value;
  /** Σ min(x_i w_ij, 0) + min(b_j, 0). */
  negative(): Value;
  /** Σ_j max(x_i w_ij, 0)·s_j. */
  alongPositive(shares: Value): Value;
  /** Σ_j min(x_i w_ij, 0)·s_j. */
  alongNegative(shares: Value): Value;
}

/** Products of equal signs are positive: x⁺w⁺ + x⁻w⁻, and x⁺w⁻ + x⁻w⁺ is negative. */
export function contributionsOf(g: GraphBuilder, layer: WeightedLayer): Contributions {
  const [x, w] = [partsOf(g, layer.x), partsOf(g, layer.w)];
  const bias = layer.bias && partsOf(g, layer.bias);
  const along = (forPlus: Value, forMinus: Value, shares: Value) =>
    g.add(g.mul(x.plus, layer.backward(forPlus, shares)), g.mul(x.minus, layer.backward(forMinus, shares)));
  return {
    positive: () => g.add(layer.forward(x.plus, w.plus, bias?.plus), layer.forward(x.minus, w.minus)),
    negative: () => g.add(layer.forward(x.plus, w.minus, bias?.minus), layer.forward(x.minus, w.plus)),
    alongPositive: (shares) => along(w.plus, w.minus, shares),
    alongNegative: (shares) => along(w.minus, w.plus, shares),
  };
}
