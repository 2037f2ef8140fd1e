import { forTargets, type Recipe } from './recipe.ts';

/**
 * Takes the image and the `baseline`; returns the logits of both (`baseline_logits` beside the usual ones) and the multipliers of
 * `targets` scores as `gradient`, `gradient_1` …, all from the same two forward passes.
 */
export function deepLiftRecipe(targets = 1): Recipe {
  return {
    name: forTargets('deeplift', targets),
    build: async (context) => (await import('./deepLiftGraph.ts')).buildDeepLiftGraph(context, targets),
  };
}
