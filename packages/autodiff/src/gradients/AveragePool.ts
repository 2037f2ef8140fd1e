import { elementCount, type GraphBuilder, int, intAttribute, ints, type Value } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import {
  emptyWindow,
  type Pads,
  readWindow,
  reversedPads,
  spatial,
  tapsWithin,
  transposeAttributes,
  type Window,
} from './spatial.ts';

/**
 * y = sum of x over a window ÷ the number of elements counted.  dx = dy ÷ count, spread over the window.
 * The count depends on the position where padding is not counted (`count_include_pad` 0) or the last window is cut
 * (`ceil_mode`); it is a constant of the graph. Spreading is a depthwise ConvTranspose with a kernel of ones, or for stride 1
 * the average pool itself with mirrored padding.
 */
export const AveragePool: GradientRule = {
  op: 'AveragePool',
  refuse: ({ node, inputs: [x], outputs: [y] }) =>
    emptyWindow(readWindow(node, spatial(x!.shape)), spatial(x!.shape), spatial(y!.shape)),
  backward({ g, node, inputs: [x], cotangents: [dy] }) {
    const window = readWindow(node, spatial(x!.shape));
    const includePad = intAttribute(node, 'count_include_pad', 0) === 1;
    const counts = window.kernel.map((_, i) => countsAlong(window, i, x!.shape[i + 2]!, dy!.shape[i + 2]!, includePad));
    return [spread(g, window, g.mul(dy!, inverseCounts(g, counts, dy!)), x!)];
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

/** Adds each element of dy to every input position of its window. */
function spread(g: GraphBuilder, window: Window, dy: Value, x: Value): Value {
  const pads = reversedPads(window, spatial(x.shape), spatial(dy.shape));
  const isDense =
    window.strides.every((stride) => stride === 1) && window.dilations.every((dilation) => dilation === 1);
  if (isDense && pads !== undefined && fitsPool(window, pads)) {
    const attributes = {
      kernel_shape: ints(window.kernel),
      pads: ints([...pads.begin, ...pads.end]),
      count_include_pad: int(1),
    };
    return g.scale(g.op('AveragePool', [dy], { shape: x.shape, attributes }), elementCount(window.kernel));
  }
  const channels = x.shape[1]!;
  const ones = g.expand(g.scalar(1, x), [channels, 1, ...window.kernel]);
  const attributes = transposeAttributes(window, spatial(x.shape), spatial(dy.shape), channels);
  return g.op('ConvTranspose', [dy, ones], { shape: x.shape, attributes });
}

/** Pools accept padding smaller than their kernel only. */
function fitsPool({ kernel }: Window, { begin, end }: Pads): boolean {
  return kernel.every((size, i) => begin[i]! < size && end[i]! < size);
}
