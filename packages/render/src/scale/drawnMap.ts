import type { PreparedPhoto } from '@smoothgrad/image';
import { multiplyByImage } from './multiplyByImage.ts';
import { type PixelMapSource, pixelMap } from './pixelMap.ts';
import type { MapShape } from './reduceChannels.ts';
import { limitOfMap, type ScaledMap, type ScaleOptions, scaleMap } from './scaleMap.ts';

/** A map, and what its numbers are: an attribution is one. */
export interface DrawnMapSource extends PixelMapSource {
  readonly unit: PixelMapSource['unit'] & {
    /** Beside the colours; maps with the same text have a scale in common. */
    readonly text: string;
    /** Every channel has the same number: it is shown once, not summed. */
    readonly isRepeated?: true | undefined;
  };
}

/** How someone wants maps drawn. */
export interface MapLook extends Omit<ScaleOptions, 'limit'> {
  /** Derivatives are multiplied by the photo. */
  readonly timesImage?: boolean | undefined;
}

/** A map as pictures show it, before it is scaled. */
export interface DrawnMap {
  /** [C,H,W] in RGB order, or [1,H,W]. */
  readonly values: Float32Array;
  readonly shape: MapShape;
  /** What the numbers are, in words. */
  readonly unit: string;
  readonly isMultiplied: boolean;
  readonly scale: Omit<ScaleOptions, 'limit'>;
}

/**
 * What is drawn of a map: per pixel (`pixelMap`), times the photo where that is wanted and has a meaning. Only derivatives are multiplied:
 * shares of a score have a factor of their own, and a map without channels is about places.
 *
 * @param photo without one the map is drawn as it is
 */
export function drawnMap(source: DrawnMapSource, photo: PreparedPhoto | undefined, look: MapLook = {}): DrawnMap {
  const { shape, unit } = source;
  const { timesImage, sign, reduction, percentile, origin } = look;
  const values = pixelMap(source, photo);
  const scale = { sign, reduction: unit.isRepeated ? ('mean' as const) : reduction, percentile, origin };
  if (photo === undefined)
    return { values, shape, unit: unit.text.replace('pixel', 'input'), isMultiplied: false, scale };
  const isMultiplied = timesImage === true && unit.order === 1 && values.length === photo.pixels.length;
  if (!isMultiplied) return { values, shape, unit: unit.text, isMultiplied, scale };
  return { values: multiplyByImage(values, photo.pixels), shape, unit: `${unit.text} × pixel`, isMultiplied, scale };
}

/** Ready for a colour map. @param limit what becomes 1, where the map shares a scale with others */
export function scaleDrawn({ values, shape, scale }: DrawnMap, limit?: number): ScaledMap {
  return scaleMap(values, shape, { ...scale, limit });
}

/**
 * The limit of each map where maps share a scale: the largest of their own, so that none is capped more than by itself; among those with
 * the same unit, for there is no scale for scores and bits together.
 */
export function sharedLimits(maps: readonly DrawnMap[]): number[] {
  const own = maps.map(({ values, shape, scale }) => limitOfMap(values, shape, scale));
  return maps.map(({ unit }) => Math.max(...own.filter((_, k) => maps[k]!.unit === unit)));
}
