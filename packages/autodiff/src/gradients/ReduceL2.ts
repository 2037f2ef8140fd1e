import type { GradientRule } from '../rule.ts';
import { readReduction, refuseUnknownAxes } from './reducedAxes.ts';

/** y = √Σx² over axes.  dx = dy·x/y, and 0 at the zero vector, as `torch.linalg.vector_norm`. */
export const ReduceL2: GradientRule = {
  op: 'ReduceL2',
  refuse: refuseUnknownAxes,
  backward(context) {
    const { g } = context;
    const { x, y, dy } = readReduction(context);
    const norm = y();
    const isPositive = g.compare('Greater', norm, g.scalar(0, norm));
    const quotient = g.div(dy, g.where(isPositive, norm, g.scalar(1, norm)));
    return [g.mul(x, g.where(isPositive, quotient, g.scalar(0, quotient)))];
  },
};
