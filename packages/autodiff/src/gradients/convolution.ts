import { type GraphBuilder, int, ints, sameShape, type Value } from '@smoothgrad/onnx';
import { spatial, type Window } from './spatial.ts';

/** What slides over what: `x` and `dy` are related as input and output of a Conv with this window. */
export interface Correlation {
  readonly x: Value;
  readonly dy: Value;
  readonly group: number;
  readonly window: Pick<Window, 'kernel' | 'strides' | 'dilations' | 'padBegin'>;
}

/** Strides, dilations and padding before the first element; how much follows the last one the number of outputs tells. */
type Steps = Omit<Correlation['window'], 'kernel'>;

/**
 * The gradient by the weights of a Conv, [M, C/group, …]: dw[m, c, k] = Σ over n, o of dy[n, m, o]·x[n, c, o·stride + k·dilation − pad].
 * A Conv itself: dy is the kernel that slides over x, images are its channels, strides and dilations change places.
 */
export function weightGradient(g: GraphBuilder, { x, dy, group, window }: Correlation): Value {
  const [images = 0, channels = 0, ...input] = x.shape;
  const perGroup = channels / group;
  const axes = input.map((_, i) => i);
  const grouped = g.reshape(x, [images, group, perGroup, ...input]);
  const swapped = g.transpose(grouped, [2, 1, 0, ...axes.map((i) => i + 3)]);
  const lines = g.reshape(swapped, [perGroup, group * images, ...input]);
  const kernel = g.transpose(dy, [1, 0, ...axes.map((i) => i + 2)]);
  const steps = { strides: window.dilations, dilations: window.strides, padBegin: window.padBegin };
  const dw = convOfSize(g, lines, kernel, { steps, group, size: window.kernel });
  return g.transpose(dw, [1, 0, ...axes.map((i) => i + 2)]);
}

/** The gradient by a bias: one number for each channel. */
export function biasGradient(g: GraphBuilder, dy: Value): Value {
  const axes = dy.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  return g.reduceSum(dy, axes, false);
}

/** A Conv with as many outputs as asked for: x is padded behind where elements lack, and cut off where some are left over. */
export function convOfSize(
  g: GraphBuilder,
  x: Value,
  w: Value,
  { steps, group, size }: { readonly steps: Steps; readonly group: number; readonly size: readonly number[] },
): Value {
  const { strides, dilations, padBegin } = steps;
  const kernel = spatial(w.shape);
  const shape = [x.shape[0]!, w.shape[0]!, ...size];
  const reached = size.map(
    (outputs, i) => (outputs - 1) * strides[i]! + (kernel[i]! - 1) * dilations[i]! + 1 - padBegin[i]!,
  );
  // Nothing but padding along an axis.
  if (reached.some((length) => length <= 0)) return g.expand(g.scalar(0, x), shape);
  const input = cropped(g, x, reached);
  return g.op('Conv', [input, w], {
    shape,
    attributes: {
      group: int(group),
      kernel_shape: ints(kernel),
      strides: ints(strides),
      dilations: ints(dilations),
      pads: ints([...padBegin, ...reached.map((length, i) => length - input.shape[i + 2]!)]),
    },
  });
}

/** At most so many elements along each spatial axis. */
export function cropped(g: GraphBuilder, x: Value, most: readonly number[]): Value {
  const size = most.map((length, i) => Math.min(length, x.shape[i + 2]!));
  if (sameShape(size, spatial(x.shape))) return x;
  const axes = size.map((_, i) => i + 2);
  return g.op('Slice', [x, g.int64(size.map(() => 0)), g.int64(size), g.int64(axes)], {
    shape: [...x.shape.slice(0, 2), ...size],
  });
}
