import { RenderError } from '../errors.ts';

/** What the sign of a map means for its picture, see `scaleMap`. */
export type MapSign = 'absolute' | 'signed' | 'positive';

/** How the channels of one pixel become one number. */
export type ChannelReduction = 'sum' | 'max' | 'mean' | 'l2' | 'signed-mean';

/** Channels, height, width. */
export type MapShape = readonly [channels: number, height: number, width: number];

type PixelReduction = (at: (channel: number) => number, channels: number) => number;

const absolute: Record<ChannelReduction, PixelReduction> = {
  sum: (at, channels) => total((c) => Math.abs(at(c)), channels),
  mean: (at, channels) => total((c) => Math.abs(at(c)), channels) / channels,
  'signed-mean': (at, channels) => Math.abs(total(at, channels)) / channels,
  l2: (at, channels) => Math.sqrt(total((c) => at(c) ** 2, channels)),
  max: (at, channels) => {
    let largest = 0;
    for (let c = 0; c < channels; c++) largest = Math.max(largest, Math.abs(at(c)));
    return largest;
  },
};

const signed: Partial<Record<ChannelReduction, PixelReduction>> = {
  sum: total,
  mean: (at, channels) => total(at, channels) / channels,
};

const reductions: Record<MapSign, Partial<Record<ChannelReduction, PixelReduction>>> = {
  absolute,
  signed,
  positive: {
    sum: (at, channels) => Math.max(total(at, channels), 0),
    mean: (at, channels) => Math.max(total(at, channels) / channels, 0),
  },
};

function total(at: (channel: number) => number, channels: number): number {
  let sum = 0;
  for (let c = 0; c < channels; c++) sum += at(c);
  return sum;
}

/**
 * One number a pixel from a map [C,H,W] (row by row, any unit): `absolute` reduces |map| (sum, max, mean or Euclidean norm over
 * the channels; `signed-mean` is |mean|, where signs cancel), `signed` the map itself (sum or mean), `positive` is max(signed, 0). The paper's section 3.1, before scaling.
 *
 * @returns H·W numbers in double precision, so that no sum of float32 values overflows.
 * @throws RenderError for a shape that does not fit the map, a NaN or an infinity, and for max and l2 of signed values, which
 * would lose the sign.
 */
export function reduceChannels(
  map: Float32Array,
  shape: MapShape,
  sign: MapSign = 'absolute',
  reduction: ChannelReduction = 'sum',
): Float64Array {
  checkMap(map, shape);
  const reduce = reductions[sign]?.[reduction];
  if (!reduce) {
    const known = Object.keys(reductions[sign] ?? {}).join(', ') || 'absolute, signed and positive signs only';
    throw new RenderError(`No channel reduction '${reduction}' for ${sign} maps. Use one of: ${known}.`);
  }
  const [channels, height, width] = shape;
  const plane = height * width;
  const reduced = new Float64Array(plane);
  let pixel = 0;
  const at = (channel: number): number => map[channel * plane + pixel]!;
  for (; pixel < plane; pixel++) reduced[pixel] = reduce(at, channels);
  return reduced;
}

function checkMap(map: Float32Array, shape: MapShape): void {
  const [channels, height, width] = shape;
  const whole = shape.length === 3 && shape.every((size) => Number.isInteger(size) && size > 0);
  if (!whole || channels * height * width !== map.length) {
    throw new RenderError(
      `A map of ${map.length} numbers does not have the shape [${shape.join(', ')}]. Pass [channels, height, width].`,
    );
  }
  const bad = map.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const plane = height * width;
  const place = `channel ${Math.floor(bad / plane)}, row ${Math.floor((bad % plane) / width)}, column ${bad % width}`;
  throw new RenderError(
    `The map is ${map[bad]} at ${place} and cannot be drawn. The network's gradient overflowed: check the preprocessing, or explain the logit instead of the probability.`,
  );
}
