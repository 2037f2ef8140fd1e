import { int } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { readReduction, refuseUnknownAxes } from './reducedAxes.ts';
import { reductionLines } from './reductionLines.ts';

/**
 * y = log Σeˣ over axes.  dx = dy·softmax(x) over the same axes, computed as Softmax: e^(x − y) overflows nowhere either, but
 * has the rounding of y, which grows with its size.
 */
export const ReduceLogSumExp: GradientRule = {
  op: 'ReduceLogSumExp',
  refuse: refuseUnknownAxes,
  backward(context) {
    const { g } = context;
    const { x, dy, axes } = readReduction(context);
    const softmax = (of: typeof x, axis: number) =>
      g.op('Softmax', [of], { shape: of.shape, attributes: { axis: int(axis) } });
    if (axes.length === 0) return [dy];
    if (axes.length === 1) return [g.mul(dy, softmax(x, axes[0]!))];
    const lines = reductionLines(g, x, axes);
    return [g.mul(dy, lines.back(softmax(lines.rows, 1)))];
  },
};
