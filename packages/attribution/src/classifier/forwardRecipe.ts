import type { Recipe } from './recipe.ts';

/** Logits alone, for methods that only look at what the classifier says: no operator needs a gradient rule. */
export function forwardRecipe(): Recipe {
  return {
    name: 'forward',
    async build({ model, scores, batch }) {
      const { withScores } = await import('./explainer.ts');
      return { model: withScores(model, { scores, batch, score: 'logit' }) };
    },
  };
}
