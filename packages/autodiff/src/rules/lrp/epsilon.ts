import type { Relevance } from './relevance.ts';
import { stabilised } from './relevance.ts';

/**
 * LRP-ε (Bach et al. 2015, equation 58): R_x = x ⊙ Jᵀ(R/(z + ε·sign(z))) with z the output and Jᵀ the operator's derivative: each
 * input gets the share of z that it contributes. What a bias contributes is lost, and what ε takes.
 */
export function epsilonRelevance(epsilon: number): Relevance {
  return (rule, context) => {
    const { g, inputs, outputs, cotangents } = context;
    const shares = cotangents.map((relevance, i) => relevance && g.div(relevance, stabilised(g, outputs[i]!, epsilon)));
    return rule
      .backward({ ...context, cotangents: shares })
      .map((each, i) => (each && context.needs[i] ? g.mul(each, inputs[i]!) : undefined));
  };
}
