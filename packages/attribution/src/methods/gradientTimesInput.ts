import { gradient } from './gradient.ts';
import type { Evaluation, Method } from './method.ts';
import { refineOnce } from './refineOnce.ts';
import { share } from './unit.ts';

/**
 * A(x) = x · ∂S_c(x)/∂x with x the prepared tensor, element by element (Shrikumar 2016; Captum's InputXGradient).
 * Its numbers: what each element has to do with the score to first order, if 0 of the prepared tensor is "nothing there". For most
 * models that is grey, so grey things get no share whatever they do, and other preprocessing of the same network gives another map.
 * Smoothed, each noisy copy is multiplied by itself: not the same as `× image`, where the finished mean is multiplied by the photo.
 */
export const gradientTimesInput: Method = {
  name: 'gradient-times-input',
  unit: share,
  recipes: gradient.recipes,
  async evaluate(problem, tensor): Promise<Evaluation> {
    const { logits, findings } = await gradient.evaluate(problem, tensor);
    return { logits, findings: findings.map(({ map }) => ({ map: map.map((slope, i) => slope * tensor[i]!) })) };
  },
  refine: (problem) => refineOnce(gradientTimesInput, problem),
};
