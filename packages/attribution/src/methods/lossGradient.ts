import { backwardRecipe } from '../classifier/gradientRecipe.ts';
import type { Method } from './method.ts';
import { refineOnce } from './refineOnce.ts';

const recipe = (targets: number) =>
  backwardRecipe('log-probability', {
    targets,
    score: 'log-probability',
    rules: async () => (await import('@smoothgrad/autodiff')).standard,
  });

/**
 * The gradient of the loss, ∂(−log p_c(x))/∂x, with p_c the probability of the class: what tf-explain differentiates. Its sign is
 * that of the loss: it falls where the class becomes more likely. It vanishes where the network is sure.
 */
export const lossGradient: Method = {
  name: 'loss-gradient',
  unit: { text: '∂(−log p)/∂pixel', order: 1 },
  recipes: (targets) => [recipe(targets)],
  async evaluate({ classifier, cotangents }, tensor) {
    const program = await classifier.program(recipe(cotangents.length));
    const { logits, gradients } = await program.run(tensor, cotangents);
    return { logits, findings: gradients.map((map) => ({ map: map.map((value) => -value) })) };
  },
  refine: (problem) => refineOnce(lossGradient, problem),
};
