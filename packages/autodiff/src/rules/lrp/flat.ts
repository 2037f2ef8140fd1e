import { type Relevance, stabilised } from './relevance.ts';
import { weightedLayer } from './weighted.ts';

/**
 * The flat rule (Lapuschkin et al. 2019), for first layers: each output's relevance goes in equal parts to all inputs it reads, as if all inputs
 * and weights were 1 and there were no bias. It says where, not which colours.
 */
export function flatRelevance(epsilon: number): Relevance {
  return (rule, context) => {
    const { g } = context;
    const layer = weightedLayer(rule, context);
    const ones = g.expand(g.scalar(1, layer.w), layer.w.shape);
    const count = layer.forward(g.expand(g.scalar(1, layer.x), layer.x.shape), ones);
    return layer.results(layer.backward(ones, g.div(context.cotangents[0]!, stabilised(g, count, epsilon))));
  };
}
