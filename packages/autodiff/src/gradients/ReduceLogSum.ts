import type { GradientRule } from '../rule.ts';
import { readReduction, refuseUnknownAxes } from './reducedAxes.ts';

/** y = log Σx over axes.  dx = dy/Σx at every reduced position. The sum is taken again: e^y has lost its digits where y is large. */
export const ReduceLogSum: GradientRule = {
  op: 'ReduceLogSum',
  refuse: refuseUnknownAxes,
  backward(context) {
    const { g } = context;
    const { x, dy, axes } = readReduction(context);
    return [g.expand(g.div(dy, g.reduceSum(x, axes, true)), x.shape)];
  },
};
