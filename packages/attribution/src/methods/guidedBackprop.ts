import { rectifierMethod } from './rectifierMethod.ts';

/**
 * Guided backpropagation: dx = max(dy, 0)·f′(x) at each rectifier, the derivative elsewhere (Springenberg et al. 2014).
 *
 * Its numbers have the unit of ∂S/∂(prepared tensor), but are the derivative of nothing: only their places and relative sizes mean
 * something. Sharp pictures of the edges that units above react to; they hardly tell classes apart, fail on uniform backgrounds (section 3
 * of the paper), and come close to a partial recovery of the photo whatever the class (Nie et al. 2018, Adebayo et al. 2018). Not linear in
 * the score: the map of a difference of two scores is not the difference of their maps. Smooth activations (SiLU, GELU, HardSwish) keep
 * their derivative; the facts `rectifiers` and `activations` say how many of how many are rectifiers.
 *
 * Its recipes throw MethodMismatchError where no activation is a rectifier.
 *
 * @example await explain(classifier, photo, { method: guidedBackprop })
 */
export const guidedBackprop = rectifierMethod(
  'guided-backprop',
  async () => (await import('./rectifierRules.ts')).guided,
);
