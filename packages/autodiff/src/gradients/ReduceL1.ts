import type { GradientRule } from '../rule.ts';
import { readReduction, refuseUnknownAxes } from './reducedAxes.ts';

/** y = Σ|x| over axes.  dx = dy·sign(x), 0 where x = 0, as in PyTorch. */
export const ReduceL1: GradientRule = {
  op: 'ReduceL1',
  refuse: refuseUnknownAxes,
  backward(context) {
    const { g } = context;
    const { x, dy } = readReduction(context);
    return [g.mul(dy, g.sub(g.positiveMask(x), g.positiveMask(g.unary('Neg', x))))];
  },
};
