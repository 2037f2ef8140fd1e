import { type GraphBuilder, STRAIGHT_THROUGH } from '../../builder.ts';
import type { Value } from '../../ir.ts';
import { elementCount, normaliseAxis } from '../../shapes.ts';
import type { Along, WholeNumbers } from './quantisedOperator.ts';

/** A parameter of a quantised tensor (scale, zero point) in a shape that broadcasts to `x`. */
export function spread(g: GraphBuilder, parameter: Value, x: Value, { axis, block = 0 }: Along): Value {
  const rank = x.shape.length;
  if (elementCount(parameter.shape) === 1) return g.reshape(parameter, []);
  const at = normaliseAxis(axis, rank);
  if (block > 0) return blocked(g, parameter, x, at, block);
  if (parameter.shape.length !== 1) return parameter;
  return g.reshape(
    parameter,
    x.shape.map((_, i) => (i === at ? parameter.shape[0]! : 1)),
  );
}

/** Each number `block` times along the axis; the last block may be cut short. */
function blocked(g: GraphBuilder, parameter: Value, x: Value, axis: number, block: number): Value {
  const { shape } = parameter;
  const [before, count, after] = [shape.slice(0, axis), shape[axis]!, shape.slice(axis + 1)];
  const apart = g.reshape(parameter, [...before, count, 1, ...after]);
  const repeated = g.expand(apart, [...before, count, block, ...after]);
  const whole = g.reshape(repeated, [...before, count * block, ...after]);
  if (count * block === x.shape[axis]) return whole;
  const bounds = [g.int64([0]), g.int64([x.shape[axis]!]), g.int64([axis])];
  return g.op('Slice', [whole, ...bounds], { shape: x.shape });
}

/** Nearest whole numbers, halves to even, with the straight-through estimate as derivative. */
export function roundStraightThrough(g: GraphBuilder, x: Value): Value {
  return g.op('Round', [x], { shape: x.shape, metadata: STRAIGHT_THROUGH });
}

/** Without its fraction, as integers are made of floats; with the straight-through estimate as derivative. */
export function roundTowardsZero(g: GraphBuilder, x: Value): Value {
  const [below, above] = (['Floor', 'Ceil'] as const).map((op) =>
    g.op(op, [x], { shape: x.shape, metadata: STRAIGHT_THROUGH }),
  );
  return g.where(g.compare('Less', x, g.scalar(0, x)), above!, below!);
}

/**
 * The whole numbers nearest to `scaled`, plus the zero point, between `lowest` and `highest`: rounded first, as the runtime
 * does. The derivative is 1 where the rounded number is within the limits, and 0 where it saturates, as that of PyTorch's
 * `fake_quantize`. The numbers are clipped a little less than half a step beyond the limits, which rounds to the limits: no
 * number ever lies on an edge of Clip, whose derivative there is a matter of taste.
 *
 * @param zeroPoint a number, or a float32 tensor that broadcasts
 */
export function roundToLimits(
  g: GraphBuilder,
  scaled: Value,
  zeroPoint: number | Value,
  [lowest, highest]: readonly [number, number],
): WholeNumbers {
  if (typeof zeroPoint === 'number') {
    const bounds = [lowest - zeroPoint - 0.5, highest - zeroPoint + 0.5].map(inwards) as [number, number];
    return { value: roundStraightThrough(g, clip(g, scaled, bounds)), offset: zeroPoint };
  }
  const shifted = g.add(roundStraightThrough(g, scaled), zeroPoint);
  return { value: roundStraightThrough(g, clip(g, shifted, [lowest - 0.25, highest + 0.25])), offset: 0 };
}

/** A float32 next to `bound` on the side of 0. */
const inwards = (bound: number) => Math.fround(bound * (1 - 2 ** -23));

function clip(g: GraphBuilder, x: Value, [lowest, highest]: readonly [number, number]): Value {
  return g.op('Clip', [x, g.scalar(lowest, x), g.scalar(highest, x)], { shape: x.shape });
}
