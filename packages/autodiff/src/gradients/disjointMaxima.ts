import { elementCount, type GraphBuilder, int, ints, type Value } from '@smoothgrad/onnx';
import { blockedEqual, blockedPattern, blockedScale, blockedUpsample } from './blocked.ts';
import type { Pooling } from './firstMaxima.ts';

/** Codes of windows with more taps would not be exact in float32. */
const MOST_TAPS = 16;

/** Windows that lie side by side and cover x: stride = kernel, no padding, nothing left over. */
export function isDisjoint({ x, y, window }: Pooling): boolean {
  return (
    elementCount(window.kernel) <= MOST_TAPS &&
    window.kernel.every(
      (size, i) =>
        window.strides[i] === size &&
        window.dilations[i] === 1 &&
        window.padBegin[i] === 0 &&
        x.shape[i + 2] === size * y.shape[i + 2]!,
    )
  );
}

/**
 * dx of a maximum over disjoint windows, wholly in ONNX Runtime's blocked layout. Tap t of a window weighs w_t = 2^(T−1−t).
 * Where x equals the maximum it is marked by m = 1; s = Σ m·w is a code of the marked taps, and tap t is the first one exactly
 * where m·w_t > s/2, since the weights after it sum up to less than w_t. Half to a third of the time of MaxPool's `Indices` and
 * ScatterElements (64 × 224 × 224, 2×2: 12.8 against 28.7 ms; 256 × 56 × 56: 2.5 against 7.0).
 */
export function spreadToDisjointMaxima(g: GraphBuilder, { x, y, dy, window }: Pooling): Value {
  const { kernel } = window;
  const up = (value: Value) => blockedUpsample(g, value, kernel);
  const taps = elementCount(kernel);
  const weights = Array.from({ length: taps }, (_, t) => 2 ** (taps - 1 - t));
  const marked = blockedEqual(g, x, blockedScale(g, up(y), -1));
  const code = blockedUnion(g, marked, weights, y, kernel);
  const weighted = g.mul(marked, blockedPattern(g, { values: weights, size: kernel }, x.shape, dy));
  const first = g.positiveMask(g.add(weighted, blockedScale(g, up(code), -0.5)));
  return g.mul(up(dy), first);
}

/** Σ over the taps of each window of value · weight: a depthwise Conv. */
function blockedUnion(
  g: GraphBuilder,
  value: Value,
  weights: readonly number[],
  y: Value,
  kernel: readonly number[],
): Value {
  const channels = y.shape[1]!;
  const filters = g.expand(g.float32(weights, [1, 1, ...kernel]), [channels, 1, ...kernel]);
  return g.op('Conv', [value, filters], {
    shape: y.shape,
    attributes: { group: int(channels), kernel_shape: ints(kernel), strides: ints(kernel) },
  });
}
