import { type GraphBuilder, NO_GRADIENT } from '../../builder.ts';
import type { Value } from '../../ir.ts';

export interface Sampling {
  readonly mode: 'nearest' | 'linear' | 'cubic';
  /** What lies outside the image. */
  readonly padding: 'zeros' | 'border' | 'reflection';
  /** Whether −1 and 1 are the centres of the first and last pixel, instead of their outer edges. */
  readonly aligned: boolean;
}

/** The pixels one axis takes at each grid point, as [N, 1, taps, points]. */
export interface Taps {
  /** Whole numbers within the axis. */
  readonly position: Value;
  /** Undefined: 1. */
  readonly weight: Value | undefined;
}

/**
 * Weight of each pixel as a polynomial of f, how far the point lies behind the pixel at its floor: coefficients of 1, f, f², ….
 * Cubic is Keys' convolution with a = −0.75.
 */
const weights: Readonly<Record<Sampling['mode'], readonly (readonly number[])[]>> = {
  nearest: [[1]],
  linear: [
    [1, -1],
    [0, 1],
  ],
  cubic: [
    [0, -0.75, 1.5, -0.75],
    [1, 0, -2.25, 1.25],
    [0, 0.75, 1.5, -1.25],
    [0, 0, -0.75, 0.75],
  ],
};

/** @param at coordinates along the axis, −1 to 1 within the image */
export function axisTaps(g: GraphBuilder, at: Value, length: number, sampling: Sampling): Taps {
  const { mode, padding, aligned } = sampling;
  const raw = pixelCoordinate(g, at, length, aligned);
  // Along a line, moving the point into the image gives what moving the pixels does, and its slope at the edge is PyTorch's: 0.
  const point = mode === 'linear' ? inside(g, raw, length, sampling) : raw;
  const whole = g.op(mode === 'nearest' ? 'Round' : 'Floor', [point], { shape: point.shape, metadata: NO_GRADIENT });
  const polynomials = weights[mode];
  const first = mode === 'cubic' ? -1 : 0;
  const offsets = columnOf(
    g,
    polynomials.map((_, tap) => first + tap),
    at,
  );
  const pixel = polynomials.length === 1 ? whole : g.add(whole, offsets);
  const position = clipped(g, padding === 'reflection' ? reflected(g, pixel, length, aligned) : pixel, length);
  const weight = mode === 'nearest' ? undefined : evaluated(g, polynomials, g.sub(point, whole));
  if (padding !== 'zeros') return { position, weight };
  const isInside = g.cast(g.compare('Equal', pixel, position), at.type);
  return { position, weight: weight ? g.mul(weight, isInside) : isInside };
}

/** In the runtime's order of operations, on which the rounding of `nearest` depends. */
function pixelCoordinate(g: GraphBuilder, at: Value, length: number, aligned: boolean): Value {
  const shifted = g.add(at, g.scalar(1, at));
  if (aligned) return g.scale(g.scale(shifted, 0.5), length - 1);
  return g.scale(g.sub(g.scale(shifted, length), g.scalar(1, at)), 0.5);
}

function inside(g: GraphBuilder, x: Value, length: number, { padding, aligned }: Sampling): Value {
  if (padding === 'zeros') return x;
  return clipped(g, padding === 'reflection' ? reflected(g, x, length, aligned) : x, length);
}

function clipped(g: GraphBuilder, x: Value, length: number): Value {
  return g.op('Clip', [x, g.scalar(0, x), g.scalar(length - 1, x)], { shape: x.shape });
}

/** Thrown back at the edges of the image (of the outermost pixels, or through their centres where `aligned`) until inside. */
function reflected(g: GraphBuilder, x: Value, length: number, aligned: boolean): Value {
  const [low, span] = aligned ? [0, length - 1] : [-0.5, length];
  if (span === 0) return g.scale(x, 0);
  const moved = low === 0 ? x : g.sub(x, g.scalar(low, x));
  const period = g.scalar(2 * span, x);
  const turns = g.op('Floor', [g.div(moved, period)], { shape: x.shape, metadata: NO_GRADIENT });
  const phase = g.sub(moved, g.mul(turns, period));
  const fold = g.op('Abs', [g.sub(phase, g.scalar(span, x))], { shape: x.shape });
  return g.sub(g.scalar(low + span, x), fold);
}

/** Horner's rule for all taps at once. */
function evaluated(g: GraphBuilder, polynomials: readonly (readonly number[])[], f: Value): Value {
  const degree = polynomials[0]!.length - 1;
  const coefficients = (power: number) =>
    columnOf(
      g,
      polynomials.map((polynomial) => polynomial[power]!),
      f,
    );
  let sum = coefficients(degree);
  for (let power = degree - 1; power >= 0; power--) sum = g.add(g.mul(sum, f), coefficients(power));
  return sum;
}

function columnOf(g: GraphBuilder, values: readonly number[], like: Value): Value {
  return g.cast(g.float32(values, [1, 1, values.length, 1]), like.type);
}
