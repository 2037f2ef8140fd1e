import type { GradientRule } from '../rule.ts';
import { readReduction, refuseUnknownAxes } from './reducedAxes.ts';

/** y = Σx² over axes.  dx = 2x·dy. */
export const ReduceSumSquare: GradientRule = {
  op: 'ReduceSumSquare',
  refuse: refuseUnknownAxes,
  backward(context) {
    const { x, dy } = readReduction(context);
    return [context.g.mul(x, context.g.scale(dy, 2))];
  },
};
