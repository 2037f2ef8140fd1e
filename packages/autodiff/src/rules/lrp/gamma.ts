import { contributionsOf } from './contributions.ts';
import { type Relevance, stabilised } from './relevance.ts';
import { weightedLayer } from './weighted.ts';

/**
 * LRP-γ (Montavon et al. 2019, table 10.1): weights w + γw⁺ in the place of w, bias too, for inputs that are not negative. For inputs of both signs:
 * contributions of the sign of the output weigh 1 + γ, so that the denominator z + γ·Σ(those) has the sign of z and no
 * smaller size. γ = 0 is LRP-ε, γ → ∞ is z⁺ for positive outputs.
 */
export function gammaRelevance(epsilon: number, gamma: number): Relevance {
  return (rule, context) => {
    const { g } = context;
    const [relevance, z] = [context.cotangents[0]!, context.outputs[0]!];
    const layer = weightedLayer(rule, context);
    const contributions = contributionsOf(g, layer);
    const zero = g.scalar(0, z);
    const isPositive = g.compare('GreaterOrEqual', z, zero);
    const positive = contributions.positive();
    const favoured = g.where(isPositive, positive, g.sub(z, positive));
    const shares = g.div(relevance, stabilised(g, g.add(z, g.scale(favoured, gamma)), epsilon));
    const plain = g.mul(layer.x, layer.backward(layer.w, shares));
    const extra = g.add(
      contributions.alongPositive(g.where(isPositive, shares, zero)),
      contributions.alongNegative(g.where(isPositive, zero, shares)),
    );
    return layer.results(g.add(plain, g.scale(extra, gamma)));
  };
}
