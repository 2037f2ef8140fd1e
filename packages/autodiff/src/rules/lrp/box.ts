import type { GraphBuilder, GraphNode, Value } from '@smoothgrad/onnx';
import { partsOf } from './contributions.ts';
import { type Relevance, stabilised } from './relevance.ts';
import { weightedLayer } from './weighted.ts';

/** What the input of a network can be: values of the graph in its shape, low ≤ high. */
export interface Bounds {
  readonly low: Value;
  readonly high: Value;
}

/** How bounds of the network's input become those of a layer's. */
export interface BoxOptions {
  readonly epsilon: number;
  readonly bounds: Bounds;
  /** Name of the network's input. */
  readonly input: string;
  /** The nodes between that and the layer, monotone in each element. */
  readonly between: readonly GraphNode[];
  valueNamed(name: string): Value;
}

/**
 * zᴮ (Montavon et al. 2017, equation 15), for first layers: R_i = Σ_j (x_i w_ij − l_i w_ij⁺ − h_i w_ij⁻)/(Σ_i of the same)·R_j with l and h
 * the least and largest value that input i can have. Every term is ≥ 0 as long as l ≤ x ≤ h: noisy copies may leave that.
 */
export function boxRelevance(options: BoxOptions): Relevance {
  return (rule, context) => {
    const { g } = context;
    const layer = weightedLayer(rule, context);
    const { low, high } = boundsOf(g, layer.x, options);
    const w = partsOf(g, layer.w);
    const total = g.sub(
      g.sub(layer.forward(layer.x, layer.w), layer.forward(low, w.plus)),
      layer.forward(high, w.minus),
    );
    const shares = g.div(context.cotangents[0]!, stabilised(g, total, options.epsilon));
    const along = (x: Value, weights: Value) => g.mul(x, layer.backward(weights, shares));
    return layer.results(g.sub(g.sub(along(layer.x, layer.w), along(low, w.plus)), along(high, w.minus)));
  };
}

/** Both bounds through the nodes before the layer; a negative factor exchanges them. */
function boundsOf(g: GraphBuilder, x: Value, options: BoxOptions): Bounds {
  if (options.between.length === 0) return options.bounds;
  const [a, b] = [replayed(g, x, options.bounds.low, options), replayed(g, x, options.bounds.high, options)];
  return { low: g.op('Min', [a, b], { shape: x.shape }), high: g.op('Max', [a, b], { shape: x.shape }) };
}

function replayed(g: GraphBuilder, x: Value, start: Value, { input, between, valueNamed }: BoxOptions): Value {
  const made = new Map([[input, start]]);
  for (const { op, domain, inputs, outputs, attributes } of between) {
    const [y] = outputs as [string];
    const read = inputs.map((name) => (name === '' ? undefined : (made.get(name) ?? valueNamed(name))));
    const { shape, type } = valueNamed(y);
    made.set(y, g.op(op, read, { domain, shape, type, attributes: Object.fromEntries(attributes) }));
  }
  return made.get(x.name)!;
}
