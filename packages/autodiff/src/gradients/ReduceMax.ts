import type { GradientRule } from '../rule.ts';
import { refuseUnknownAxes } from './reducedAxes.ts';
import { toTheExtremes } from './toTheExtremes.ts';

/**
 * y = largest element of x over axes.  dx = dy/m at each of the m elements that equal y, 0 elsewhere.
 * Ties share evenly, as `torch.amax`. `torch.max(dim)` gives all to one of them and exports to the same operator; which one
 * is not in the graph.
 */
export const ReduceMax: GradientRule = {
  op: 'ReduceMax',
  refuse: refuseUnknownAxes,
  backward: toTheExtremes,
};
