import type { Method } from './method.ts';
import { NonFiniteError } from './nonFiniteError.ts';
import { refineOnce } from './refineOnce.ts';

/**
 * The sensitivity map M_c(x) = ∂S_c(x)/∂x (section 2 of the paper; Baehrens 2010, Simonyan 2013).
 * Its numbers: how much the score changes for a small change of each element of the prepared tensor. Visually noisy on
 * trained networks; only local, so a saturated score gives a small gradient.
 */
export const gradient: Method = {
  name: 'gradient',
  async evaluate({ classifier, cotangent }, tensor) {
    const { gradient: map, logits } = await classifier.gradient(tensor, cotangent);
    if (!allFinite(map) || !allFinite(logits))
      throw new NonFiniteError(await classifier.explainNonFinite(tensor, cotangent));
    return { map, logits };
  },
  refine: (problem) => refineOnce(gradient, problem),
};

/** A sum is NaN or infinite if any term is; it is cheaper than looking at each. */
function allFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i]!);
  return Number.isFinite(sum);
}
