import type { GradientRule } from '../rule.ts';
import { readReduction, refuseUnknownAxes } from './reducedAxes.ts';

/** y = sum of x over axes.  dx = dy at every reduced position. */
export const ReduceSum: GradientRule = {
  op: 'ReduceSum',
  refuse: refuseUnknownAxes,
  backward(context) {
    const { x, dy } = readReduction(context);
    return [context.g.expand(dy, x.shape)];
  },
};
