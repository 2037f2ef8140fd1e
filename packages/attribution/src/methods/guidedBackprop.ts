import { rectifierMethod } from './rectifierMethod.ts';

/**
 * Guided backpropagation (Springenberg et al. 2014): the gradient, but at each rectifier only positive cotangents pass:
 * dx = max(dy, 0)·f′(x).
 *
 * Its numbers have no meaning beside their order: they are no derivative of anything, and not linear in the scores (the map of a
 * difference is not the difference of maps). Sharp pictures of edges the network reacts to; close to a recovery of the image, hardly
 * different between classes (Nie et al. 2018, Adebayo et al. 2018; section 4 of the SmoothGrad paper). Smooth activations (SiLU, GELU,
 * HardSwish) keep their derivative: the result says how many activations are rectifiers.
 */
export const guidedBackprop = rectifierMethod(
  'guided-backprop',
  async () => (await import('@smoothgrad/autodiff')).guided,
);
