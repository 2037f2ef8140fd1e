import { gradientRecipe } from '../classifier/gradientRecipe.ts';
import type { Method } from './method.ts';
import { refineOnce } from './refineOnce.ts';
import { derivative } from './unit.ts';

/**
 * The sensitivity map M_c(x) = ∂S_c(x)/∂x (section 2 of the paper; Baehrens 2010, Simonyan 2013).
 * Its numbers: how much the score changes for a small change of each element of the prepared tensor. Visually noisy on
 * trained networks; only local, so a saturated score gives a small gradient.
 */
export const gradient: Method = {
  name: 'gradient',
  unit: derivative,
  recipes: (targets) => [gradientRecipe(targets)],
  async evaluate({ classifier, cotangents }, tensor) {
    if (cotangents.length === 1) {
      const { gradient: map, logits } = await classifier.gradient(tensor, cotangents[0]!);
      return { logits, findings: [{ map }] };
    }
    const program = await classifier.program(gradientRecipe(cotangents.length));
    const { logits, gradients } = await program.run(tensor, cotangents);
    return { logits, findings: gradients.map((map) => ({ map })) };
  },
  refine: (problem) => refineOnce(gradient, problem),
};
