import { type GraphBuilder, intAttribute, type Value } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { power, signedPower, whereNotZero } from './lpNorm.ts';
import { emptyWindow, readWindow, spatial } from './spatial.ts';
import { spreadOverWindows } from './spreadOverWindows.ts';

/**
 * y = (Σ |x|^p)^(1/p) over a window.  dx = sign(x)·|x|^(p−1) · Σ over its windows of dy·y^(1−p).
 * At 0 the sign is 0, and so is the slope where a whole window is 0.
 */
export const LpPool: GradientRule = {
  op: 'LpPool',
  refuse: ({ node, inputs: [x], outputs: [y] }) =>
    emptyWindow(readWindow(node, spatial(x!.shape)), spatial(x!.shape), spatial(y!.shape)),
  backward({ g, node, inputs: [x], outputs: [y], cotangents: [dy] }) {
    const p = intAttribute(node, 'p', 2);
    const window = readWindow(node, spatial(x!.shape));
    const each = p === 1 ? dy! : scaled(g, dy!, y!, p);
    return [g.mul(signedPower(g, x!, p - 1), spreadOverWindows(g, window, each, x!))];
  },
};

function scaled(g: GraphBuilder, dy: Value, y: Value, p: number): Value {
  const norm = whereNotZero(g, dy, y);
  return g.div(norm.dy, power(g, norm.y, p - 1));
}
