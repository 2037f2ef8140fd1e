import { backwardRecipe } from '../classifier/gradientRecipe.ts';
import { backwardMethod } from './backwardMethod.ts';

const recipe = (targets: number) =>
  backwardRecipe('log-probability', {
    targets,
    score: 'log-probability',
  });

/**
 * The gradient of the loss, ∂(−log p_c(x))/∂x, with p_c the probability of the class: what tf-explain differentiates. Its sign is
 * that of the loss: it falls where the class becomes more likely. It vanishes where the network is sure.
 */
export const lossGradient = backwardMethod(
  'loss-gradient',
  { text: '∂(−log p)/∂pixel', order: 1 },
  recipe,
  (ofLogarithm) => ofLogarithm.map((value) => -value),
);
