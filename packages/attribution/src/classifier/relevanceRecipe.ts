import type { LrpCompositeName, LrpParameters } from '@smoothgrad/autodiff';
import type { Recipe } from './recipe.ts';

/** The fact that tells of a graph that takes bounds of the input, and which. */
export const BOUNDS = 'bounds';

export interface RelevanceOptions {
  readonly composite: LrpCompositeName;
  readonly parameters: LrpParameters;
  readonly targets: number;
}

/**
 * Logits, and the relevance of the image for `targets` scores: one forward pass for all of them. The name holds every parameter.
 *
 * The graph is not made economical, as those of gradients are: that is right for derivatives only.
 */
export function relevanceRecipe({ composite, parameters, targets }: RelevanceOptions): Recipe {
  const values = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  return {
    name: `lrp(${[`composite=${composite}`, ...values, `targets=${targets}`].join(',')})`,
    build: async (context) =>
      (await import('./relevanceGraph.ts')).buildRelevanceGraph(context, { composite, parameters, targets }),
  };
}
