import type { GraphNode } from '@smoothgrad/onnx';
import type { GradientRule } from '../../rule.ts';
import type { Relevance } from './relevance.ts';

/** The derivative's rule of a linear operator, turned into one for relevance. */
export function linearRelevance(rule: GradientRule, relevanceOf: (node: GraphNode) => Relevance): GradientRule {
  const { op, indexInputs, passes, refuse } = rule;
  return {
    op,
    ...(indexInputs && { indexInputs }),
    ...(passes && { passes }),
    ...(refuse && { refuse }),
    backward: (context) => relevanceOf(context.node)(rule, context),
  };
}
