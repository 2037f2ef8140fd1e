import { type GraphBuilder, int, type Value } from '@smoothgrad/onnx';
import { extent, spatial, transposeAttributes, type Window } from './spatial.ts';

/** Below every number that can be a maximum, and not infinite: shaders have no literal for it. */
const LOWEST = -3.4028234663852886e38;

export interface Pooling {
  readonly x: Value;
  readonly y: Value;
  readonly dy: Value;
  readonly window: Window;
}

/**
 * dx of a maximum over windows without the positions of the maxima: tap after tap, in row-major order, takes what is left of
 * dy where it equals y. All taps together are spread to their places by one ConvTranspose with a one-hot kernel.
 */
export function spreadToFirstMaxima(g: GraphBuilder, { x, y, dy, window }: Pooling): Value {
  const padded = paddedToWindows(g, x, dy, window);
  const zero = g.scalar(0, dy);
  let left = dy;
  const taken = tapsOf(window.kernel).map((tap) => {
    const isMaximum = g.compare('Equal', tapped(g, padded, dy, window, tap), y);
    const here = g.where(isMaximum, left, zero);
    left = g.where(isMaximum, zero, left);
    return here;
  });
  return spread(g, x, dy, window, taken);
}

/** Every position in a kernel, in row-major order. */
function tapsOf(kernel: readonly number[]): number[][] {
  return kernel.reduce<number[][]>(
    (taps, size) => taps.flatMap((tap) => Array.from({ length: size }, (_, k) => [...tap, k])),
    [[]],
  );
}

/** x with a border that is never a maximum, as far as the windows reach. */
function paddedToWindows(g: GraphBuilder, x: Value, dy: Value, window: Window): Value {
  const input = spatial(x.shape);
  const begin = window.padBegin;
  const end = spatial(dy.shape).map((size, i) =>
    Math.max(0, (size - 1) * window.strides[i]! + extent(window, i) - begin[i]! - input[i]!),
  );
  if ([...begin, ...end].every((pad) => pad === 0)) return x;
  const shape = [...x.shape.slice(0, 2), ...input.map((length, i) => begin[i]! + length + end[i]!)];
  return g.op('Pad', [x, g.int64([0, 0, ...begin, 0, 0, ...end]), g.scalar(LOWEST, x)], { shape });
}

/** The element of each window at one tap. */
function tapped(g: GraphBuilder, padded: Value, dy: Value, window: Window, tap: readonly number[]): Value {
  const starts = tap.map((k, i) => k * window.dilations[i]!);
  const ends = starts.map((start, i) => start + (dy.shape[i + 2]! - 1) * window.strides[i]! + 1);
  const axes = tap.map((_, i) => i + 2);
  return g.op('Slice', [padded, ...[starts, ends, axes, window.strides].map((list) => g.int64(list))], {
    shape: dy.shape,
  });
}

function spread(g: GraphBuilder, x: Value, dy: Value, window: Window, taken: readonly Value[]): Value {
  const [images = 0, channels = 0, rows = 0, ...rest] = dy.shape;
  const count = taken.length;
  const stacked = g.op('Concat', taken, {
    shape: [images, channels, count * rows, ...rest],
    attributes: { axis: int(2) },
  });
  const planes = g.reshape(stacked, [images * channels, count, rows, ...rest]);
  const identity = Array.from({ length: count * count }, (_, i) => (i % (count + 1) === 0 ? 1 : 0));
  const kernel = g.cast(g.float32(identity, [count, 1, ...window.kernel]), dy.type);
  const sums = g.op('ConvTranspose', [planes, kernel], {
    shape: [images * channels, 1, ...spatial(x.shape)],
    attributes: transposeAttributes(window, spatial(x.shape), spatial(dy.shape), 1),
  });
  return g.reshape(sums, x.shape);
}
