import { contributionsOf } from './contributions.ts';
import { type Relevance, stabilised } from './relevance.ts';
import { weightedLayer } from './weighted.ts';

/**
 * LRP-αβ (Bach et al. 2015, equation 60): R_i = Σ_j (α·(x_i w_ij)⁺/(Σ_i (x_i w_ij)⁺ + b_j⁺) − β·(x_i w_ij)⁻/(Σ_i (x_i w_ij)⁻ + b_j⁻))·R_j
 * with α − β = 1. An output without positive contributions loses α·R, one without negative ones −β·R.
 */
export function alphaBetaRelevance(epsilon: number, alpha: number, beta: number): Relevance {
  return (rule, context) => {
    const { g } = context;
    const relevance = context.cotangents[0]!;
    const layer = weightedLayer(rule, context);
    const contributions = contributionsOf(g, layer);
    const share = (total: ReturnType<typeof contributions.positive>, factor: number) =>
      g.scale(g.div(relevance, stabilised(g, total, epsilon)), factor);
    const gained = contributions.alongPositive(share(contributions.positive(), alpha));
    if (beta === 0) return layer.results(gained);
    return layer.results(g.sub(gained, contributions.alongNegative(share(contributions.negative(), beta))));
  };
}

/** z⁺ (Montavon et al. 2017), α = 1 and β = 0: only what adds to an output has a share. */
export const zPlusRelevance = (epsilon: number): Relevance => alphaBetaRelevance(epsilon, 1, 0);
