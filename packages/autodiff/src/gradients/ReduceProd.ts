import { type GraphBuilder, int, type Value } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { readReduction, refuseUnknownAxes } from './reducedAxes.ts';
import { reductionLines } from './reductionLines.ts';

/**
 * y = product of x over axes.  dx = dy·(product of the other elements).
 * Not as y/x, which fails at zeros and where y under- or overflows: elements are multiplied in pairs, pairs of pairs, … and
 * each gets the cotangent of its pair times its partner. That is linear work, and right to every order.
 */
export const ReduceProd: GradientRule = {
  op: 'ReduceProd',
  refuse: refuseUnknownAxes,
  backward(context) {
    const { g } = context;
    const { x, dy, axes } = readReduction(context);
    const { rows, back } = reductionLines(g, x, axes);
    return [back(timesOthers(g, rows, g.reshape(dy, [rows.shape[0]!, 1])))];
  },
};

/** dy · (product of the other columns) for each column. */
function timesOthers(g: GraphBuilder, rows: Value, dy: Value): Value {
  const width = rows.shape[1]!;
  if (width === 1) return dy;
  const half = Math.floor(width / 2);
  const [left, right] = [columns(g, rows, 0, half), columns(g, rows, half, 2 * half)];
  const pairs = g.mul(left, right);
  if (width % 2 === 0) {
    const cotangent = timesOthers(g, pairs, dy);
    return joined(g, [g.mul(cotangent, right), g.mul(cotangent, left)]);
  }
  const single = columns(g, rows, width - 1, width);
  const cotangent = timesOthers(g, joined(g, [pairs, single]), dy);
  const ofPairs = columns(g, cotangent, 0, half);
  return joined(g, [g.mul(ofPairs, right), g.mul(ofPairs, left), columns(g, cotangent, half, half + 1)]);
}

function columns(g: GraphBuilder, x: Value, start: number, end: number): Value {
  return g.op('Slice', [x, g.int64([start]), g.int64([end]), g.int64([1])], { shape: [x.shape[0]!, end - start] });
}

function joined(g: GraphBuilder, parts: readonly Value[]): Value {
  const width = parts.reduce((sum, { shape }) => sum + shape[1]!, 0);
  return g.op('Concat', parts, { shape: [parts[0]!.shape[0]!, width], attributes: { axis: int(1) } });
}
