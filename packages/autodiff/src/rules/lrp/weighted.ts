import type { Value } from '@smoothgrad/onnx';
import type { BackwardContext, GradientRule } from '../../rule.ts';
import { unbroadcast } from '../../unbroadcast.ts';

/** A layer y = f(x, w) + b, bilinear in x and the constant weights w. */
export interface WeightedLayer {
  readonly x: Value;
  readonly w: Value;
  readonly bias: Value | undefined;
  /** The layer with other inputs, weights and bias (none if left out). */
  forward(x: Value, w: Value, bias?: Value): Value;
  /** What passes back to x from `shares` in the shape of y, with other weights. */
  backward(w: Value, shares: Value): Value;
  /** Relevance of x, as results of the rule. */
  results(relevance: Value): readonly (Value | undefined)[];
}

/** Reads a Conv, Gemm or MatMul of an input and constant weights, in either order. */
export function weightedLayer(rule: GradientRule, context: BackwardContext): WeightedLayer {
  const { g, node, inputs, outputs, needs } = context;
  const at = needs[0] ? 0 : 1;
  const [x, y] = [inputs[at]!, outputs[0]!];
  const placed = (own: Value, w: Value) => (at === 0 ? [own, w] : [w, own]);
  return {
    x,
    w: inputs[1 - at]!,
    bias: inputs[2],
    forward: (own, w, bias) =>
      g.op(node.op, [...placed(own, w), bias], { shape: y.shape, attributes: Object.fromEntries(node.attributes) }),
    backward(w, shares) {
      const replaced = { ...context, inputs: placed(x, w), needs: [at === 0, at === 1], cotangents: [shares] };
      return unbroadcast(g, rule.backward(replaced)[at]!, x.shape);
    },
    results: (relevance) => node.inputs.map((_, i) => (i === at ? relevance : undefined)),
  };
}
