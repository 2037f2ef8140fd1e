import type { Attribution } from '@smoothgrad/attribution';
import type { PreparedPhoto } from '@smoothgrad/image';
import {
  type Colormap,
  colormapNamed,
  type DrawnMap,
  drawnMap,
  reduceChannels,
  type ScaledMap,
  scaleDrawn,
  sharedLimits,
} from '@smoothgrad/render';
import { reductionFor, type Settings } from '../settings.ts';

/** What the user can say about pictures without any new computation. */
export type Visual = Pick<Settings, 'sign' | 'reduction' | 'percentile' | 'timesImage' | 'colormap'>;

export interface Pixel {
  readonly x: number;
  readonly y: number;
}

const kept = new WeakMap<Attribution, Map<boolean, DrawnMap>>();

/** What is drawn of a map. Its numbers are kept for as long as the attribution: only × image makes new ones. */
export function drawnOf(attribution: Attribution, photo: PreparedPhoto, visual: Visual): DrawnMap {
  const { timesImage } = visual;
  const known = kept.get(attribution) ?? new Map<boolean, DrawnMap>();
  kept.set(attribution, known);
  const found = known.get(timesImage) ?? drawnMap(attribution, photo, { timesImage });
  known.set(timesImage, found);
  const { sign, percentile } = visual;
  return { ...found, scale: { sign, percentile, reduction: reductionOf(attribution, visual) } };
}

function reductionOf({ unit }: Attribution, { sign, reduction }: Visual) {
  if (unit.isRepeated) return 'mean' as const;
  return reductionFor(sign, reduction);
}

/** A map ready for its colours. @param limit what becomes the end of the scale; default the map's own percentile */
export function scaledMap(attribution: Attribution, photo: PreparedPhoto, visual: Visual, limit?: number): ScaledMap {
  return scaleDrawn(drawnOf(attribution, photo, visual), limit);
}

/** The limit of one map by itself. */
export function limitOf(attribution: Attribution, photo: PreparedPhoto, visual: Visual): number {
  return sharedLimits([drawnOf(attribution, photo, visual)])[0]!;
}

/** Grey unless something else was chosen; blue, grey and red where signs count. */
export function colormapOf({ colormap }: Pick<Visual, 'colormap'>, sign: ScaledMap['sign']): Colormap {
  return colormapNamed(colormap === '' ? (sign === 'signed' ? 'blue-grey-red' : 'grey') : colormap);
}

/** The number at one pixel of a map, after channel reduction. */
export function valueAt(attribution: Attribution, photo: PreparedPhoto, visual: Visual, at: Pixel): number {
  const { values, shape, scale } = drawnOf(attribution, photo, visual);
  const pixel = pixelOf(values, shape, at);
  return reduceChannels(pixel, [pixel.length, 1, 1], scale.sign, scale.reduction)[0]!;
}

/** Its standard error, reduced over the channels as the map's magnitude is; undefined where there is none. */
export function errorAt(attribution: Attribution, photo: PreparedPhoto, visual: Visual, at: Pixel): number | undefined {
  const { standardError, shape, unit } = attribution;
  if (standardError === undefined || Number.isNaN(standardError[0])) return undefined;
  const errors = pixelOf(standardError, shape, at);
  // As the map itself (`pixelMap`), but a standard error has no sign.
  const isDerivative = standardError.length === photo.tensor.length;
  const inPixels = isDerivative ? errors.map((error, c) => error * Math.abs(gainOf(photo, c)) ** unit.order) : errors;
  const times = visual.timesImage && isDerivative && unit.order === 1 ? pixelOf(photo.pixels, shape, at) : undefined;
  const drawn = times === undefined ? inPixels : inPixels.map((error, c) => error * times[channelOf(photo, c)]!);
  const reduction = reductionOf(attribution, { ...visual, sign: 'absolute' });
  return reduceChannels(drawn, [drawn.length, 1, 1], 'absolute', reduction)[0]!;
}

/** Where a channel of the model's order stands in RGB. */
const channelOf = ({ spec, gain }: PreparedPhoto, channel: number) =>
  spec.channels === 'BGR' ? gain.length - 1 - channel : channel;

const gainOf = (photo: PreparedPhoto, channel: number) => photo.gain[channelOf(photo, channel)]!;

function pixelOf(values: Float32Array, shape: DrawnMap['shape'], { x, y }: Pixel) {
  const [channels, height, width] = shape;
  return Float32Array.from({ length: channels }, (_, c) => values[(c * height + y) * width + x]!);
}
