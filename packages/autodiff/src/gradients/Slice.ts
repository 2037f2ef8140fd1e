import { elementCount, type GraphBuilder, normaliseAxis, type Value } from '@smoothgrad/onnx';
import type { GradientRule, RuleContext } from '../rule.ts';
import { padTo } from './padTo.ts';
import { zerosLike } from './zerosLike.ts';

/**
 * y = every step-th element of x between bounds, along some axes.  dx = zeros with dy at the elements taken.
 * Emitted without indices: dy is turned round where the step is negative, gets zeros between its elements, and is padded.
 */
export const Slice: GradientRule = {
  op: 'Slice',
  indexInputs: [1, 2, 3, 4],
  refuse({ inputs, constant }) {
    const unknown = [1, 2, 3, 4].some((i) => inputs[i] !== undefined && constant(i) === undefined);
    return unknown ? 'its bounds are only known when the model runs: export the model with constant bounds' : undefined;
  },
  backward(context) {
    const { g, inputs, cotangents } = context;
    const [x, dy] = [inputs[0]!, cotangents[0]!];
    if (elementCount(dy.shape) === 0) return [zerosLike(g, x)];
    const { starts, steps } = taken(context, x.shape);
    const sizes = steps.map(Math.abs);
    const first = starts.map((start, axis) => start + Math.min(0, (dy.shape[axis]! - 1) * steps[axis]!));
    return [padTo(g, zeroStuffed(g, turned(g, dy, steps), sizes), first, x.shape)];
  },
};

/** First element and step along every axis. Bounds beyond the ends are clamped; without a number an axis is taken as it is. */
function taken({ constant }: RuleContext, shape: readonly number[]): { starts: number[]; steps: number[] } {
  const [from, axes, by] = [constant(1)!, constant(3), constant(4)];
  const starts = shape.map(() => 0);
  const steps = shape.map(() => 1);
  from.forEach((start, i) => {
    const axis = normaliseAxis(axes?.[i] ?? i, shape.length);
    const length = shape[axis]!;
    const step = by?.[i] ?? 1;
    const position = start < 0 ? start + length : start;
    starts[axis] = Math.min(Math.max(position, 0), step < 0 ? length - 1 : length);
    steps[axis] = step;
  });
  return { starts, steps };
}

const TO_THE_START = -(2n ** 63n) + 1n;

/** Turned round along the axes with a negative step. */
function turned(g: GraphBuilder, x: Value, steps: readonly number[]): Value {
  const axes = steps.flatMap((step, axis) => (step < 0 && x.shape[axis]! > 1 ? [axis] : []));
  if (axes.length === 0) return x;
  const all = (value: number | bigint) => g.int64(axes.map(() => value));
  return g.op('Slice', [x, all(-1), all(TO_THE_START), g.int64(axes), all(-1)], { shape: x.shape });
}

/** Each element followed by step − 1 zeros along each axis; a single one needs none. */
function zeroStuffed(g: GraphBuilder, x: Value, steps: readonly number[]): Value {
  const sizes = steps.map((step, axis) => (x.shape[axis] === 1 ? 1 : step));
  if (sizes.every((size) => size === 1)) return x;
  const axes = x.shape.map((length, axis) => (sizes[axis] === 1 ? [length] : [length, 1]));
  const wide = x.shape.map((length, axis) => (sizes[axis] === 1 ? [length] : [length, sizes[axis]!]));
  const begin = axes.flat().map(() => 0);
  const stuffed = padTo(g, g.reshape(x, axes.flat()), begin, wide.flat());
  return g.reshape(
    stuffed,
    x.shape.map((length, axis) => length * sizes[axis]!),
  );
}
