import { gradientRecipe } from '../classifier/gradientRecipe.ts';
import { backwardMethod } from './backwardMethod.ts';
import { derivative } from './unit.ts';

/**
 * The sensitivity map M_c(x) = ∂S_c(x)/∂x (section 2 of the paper; Baehrens 2010, Simonyan 2013).
 * Its numbers: how much the score changes for a small change of each element of the prepared tensor. Visually noisy on
 * trained networks; only local, so a saturated score gives a small gradient.
 */
export const gradient = backwardMethod('gradient', derivative, gradientRecipe);
