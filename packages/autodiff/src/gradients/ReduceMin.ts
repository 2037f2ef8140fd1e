import type { GradientRule } from '../rule.ts';
import { refuseUnknownAxes } from './reducedAxes.ts';
import { toTheExtremes } from './toTheExtremes.ts';

/** y = smallest element of x over axes.  dx = dy/m at each of the m elements that equal y (as `torch.amin`), 0 elsewhere. */
export const ReduceMin: GradientRule = {
  op: 'ReduceMin',
  refuse: refuseUnknownAxes,
  backward: toTheExtremes,
};
