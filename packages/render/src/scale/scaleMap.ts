import { RenderError } from '../errors.ts';
import { percentile } from './percentile.ts';
import { type ChannelReduction, type MapShape, type MapSign, reduceChannels } from './reduceChannels.ts';

/** A map ready for a colour map: one number a pixel. */
export interface ScaledMap {
  readonly width: number;
  readonly height: number;
  readonly sign: MapSign;
  /** Row by row; in [0,1] for absolute and positive maps, in [-1,1] for signed ones. 0 is always the map's zero. */
  readonly data: Float32Array;
  /** What became 1, in the units of the map after channel reduction; 0 for a map of zeros. */
  readonly limit: number;
}

/** How a map becomes numbers for a picture. */
export interface ScaleOptions {
  /** Default `absolute`. */
  readonly sign?: MapSign | undefined;
  /** Default `sum`. Signed and positive maps know `sum` and `mean`. */
  readonly reduction?: ChannelReduction | undefined;
  /** Values beyond this percentile of the magnitudes are capped: in [0,100], default 99 (100: nothing is capped). */
  readonly percentile?: number | undefined;
  /** Instead of a percentile: what becomes 1, so that several maps share a scale (`sharedLimits`). */
  readonly limit?: number | undefined;
  /** What becomes 0: zero (default), or the smallest value of an absolute map, as in PAIR's code. */
  readonly origin?: 'zero' | 'minimum' | undefined;
}

/**
 * Channel reduction, then scaling by a capped limit (section 3.1 of the paper: "absolute value", "capping outlying values").
 *
 * - `absolute`: v = Σ|M| over the channels; [0, p99 of v] → [0, 1], zero is black.
 * - `signed`: v = ΣM; [-p99 of |v|, p99 of |v|] → [-1, 1], zero in the middle.
 * - `positive`: v = max(ΣM, 0); [0, p99 of v] → [0, 1].
 *
 * A map of zeros stays zero. Where the percentile is 0 although the map is not (fewer than 1 % of the pixels count), the limit is
 * the largest magnitude: those few pixels are the map, not its outliers.
 *
 * @example
 * const scaled = scaleMap(Float32Array.of(0, -1, 2, 4), [1, 2, 2], { percentile: 100 });
 * scaled.data; // 0, 0.25, 0.5, 1
 * @throws RenderError for a wrong shape, a NaN or infinity in the map, a percentile outside [0, 100], a limit that is not ≥ 0.
 */
export function scaleMap(map: Float32Array, shape: MapShape, options: ScaleOptions = {}): ScaledMap {
  const { sign = 'absolute', reduction = 'sum', origin = 'zero' } = options;
  const reduced = reduceChannels(map, shape, sign, reduction);
  const limit = options.limit ?? limitOf(reduced, options.percentile);
  if (!(limit >= 0 && Number.isFinite(limit))) {
    throw new RenderError(`The limit ${limit} of a scale is not a number ≥ 0. Pass what shall become 1.`);
  }
  const start = origin === 'minimum' && sign === 'absolute' ? smallest(reduced) : 0;
  const range = limit - start;
  const data = new Float32Array(reduced.length);
  if (range > 0) data.set(reduced.map((value) => Math.min(Math.max((value - start) / range, -1), 1)));
  return { width: shape[2], height: shape[1], sign, data, limit };
}

/** What becomes 1 where a map has a scale of its own. */
export function limitOfMap(
  map: Float32Array,
  shape: MapShape,
  { sign, reduction, percentile: p }: ScaleOptions,
): number {
  return limitOf(reduceChannels(map, shape, sign, reduction), p);
}

function limitOf(reduced: Float64Array, p = 99): number {
  const magnitudes = reduced.map(Math.abs);
  return percentile(magnitudes, p) || largest(magnitudes);
}

function smallest(values: Float64Array): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

function largest(values: Float64Array): number {
  return values.reduce((top, value) => Math.max(top, value), 0);
}
