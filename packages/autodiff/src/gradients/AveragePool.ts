import { elementCount, type GraphBuilder, intAttribute, type Value } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { emptyWindow, readWindow, spatial, tapsWithin, type Window } from './spatial.ts';
import { spreadOverWindows } from './spreadOverWindows.ts';

/**
 * y = sum of x over a window ÷ the number of elements counted.  dx = dy ÷ count, spread over the window.
 * The count depends on the position where padding is not counted (`count_include_pad` 0) or the last window is cut
 * (`ceil_mode`); it is a constant of the graph.
 */
export const AveragePool: GradientRule = {
  op: 'AveragePool',
  refuse: ({ node, inputs: [x], outputs: [y] }) =>
    emptyWindow(readWindow(node, spatial(x!.shape)), spatial(x!.shape), spatial(y!.shape)),
  backward({ g, node, inputs: [x], cotangents: [dy] }) {
    const window = readWindow(node, spatial(x!.shape));
    const includePad = intAttribute(node, 'count_include_pad', 0) === 1;
    const counts = window.kernel.map((_, i) => countsAlong(window, i, x!.shape[i + 2]!, dy!.shape[i + 2]!, includePad));
    return [spreadOverWindows(g, window, g.mul(dy!, inverseCounts(g, counts, dy!)), x!)];
  },
};

/** How many elements each window counts along one axis. Windows never count what lies beyond the padded input. */
function countsAlong(window: Window, i: number, input: number, output: number, includePad: boolean): number[] {
  const [low, high] = includePad ? [-window.padBegin[i]!, input + window.padEnd[i]!] : [0, input];
  return Array.from({ length: output }, (_, o) => tapsWithin(window, i, o, low, high));
}

/** 1/count for each output position; a scalar where it is the same everywhere. */
function inverseCounts(g: GraphBuilder, counts: readonly (readonly number[])[], dy: Value): Value {
  const uniform = counts.every((axis) => axis.every((count) => count === axis[0]));
  if (uniform) return g.scalar(1 / elementCount(counts.map((axis) => axis[0]!)), dy);
  const products = counts.reduce<number[]>(
    (all, axis) => all.flatMap((before) => axis.map((count) => before * count)),
    [1],
  );
  const inverse = g.float32(
    products.map((count) => 1 / count),
    [1, 1, ...spatial(dy.shape)],
  );
  return g.cast(inverse, dy.type);
}
