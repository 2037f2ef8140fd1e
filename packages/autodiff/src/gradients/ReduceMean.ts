import type { GradientRule } from '../rule.ts';
import { readReduction, refuseUnknownAxes } from './reducedAxes.ts';

/** y = mean of x over axes.  dx = dy/count at every reduced position. */
export const ReduceMean: GradientRule = {
  op: 'ReduceMean',
  refuse: refuseUnknownAxes,
  backward(context) {
    const { g } = context;
    const { x, dy, count } = readReduction(context);
    // A quotient: 1/count is not exact in float32, and float64 models would notice.
    return [g.expand(count === 1 ? dy : g.div(dy, g.scalar(count, dy)), x.shape)];
  },
};
