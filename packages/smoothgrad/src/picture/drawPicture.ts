import type { Attribution, MapUnit, PresetPicture } from '@smoothgrad/attribution';
import type { PixelImage, PreparedPhoto } from '@smoothgrad/image';
import {
  type Colormap,
  colormapNamed,
  layoutNamed,
  multiplyByImage,
  pixelMap,
  type ScaledMap,
  scaleMap,
  sharedLimit,
} from '@smoothgrad/render';
import type { layoutNames } from '../options/names.ts';
import type { MapFlags } from '../options/pictureOptions.ts';
import { caption } from './caption.ts';

/** What a user can say about the picture. */
export interface PictureFlags extends Partial<MapFlags> {
  readonly layout: (typeof layoutNames)[number];
  readonly withError?: boolean;
  readonly top?: number;
}

/** What a preset says about the picture: it goes before the flags. */
export type PictureOverrides = PresetPicture;

export interface PictureOptions {
  /** Above the map. Default the method's name. */
  readonly title?: string | undefined;
  readonly preset?: PictureOverrides | undefined;
  /** What becomes the end of the scale; default the map's own. */
  readonly limit?: number | undefined;
}

export interface DrawnPicture {
  /** With margins, titles and caption. */
  readonly picture: PixelImage;
  /** What the map's part of it shows, for other ways to draw it. */
  readonly scaled: ScaledMap;
  readonly colormap: Colormap;
}

/** The picture of a result: section 3.1 of the paper. */
export function drawPicture(
  attribution: Attribution,
  photo: PreparedPhoto | undefined,
  flags: PictureFlags,
  { title = attribution.method, preset, limit }: PictureOptions = {},
): DrawnPicture {
  const { values, isMultiplied } = drawnValues(attribution, photo, flags);
  const options = { ...scaleOptions(attribution.unit, flags, preset), limit };
  const scaled = scaleMap(values, attribution.shape, options);
  const colormap = colormapNamed(flags.colormap ?? (flags.signed ? 'blue-grey-red' : 'grey'));
  const picture = layoutNamed(flags.layout).compose({
    photo: photo?.image,
    scaled,
    colormap,
    caption: caption(attribution),
    titles: { photo: 'photo', map: isMultiplied ? `${title} × image` : title },
    unit: unitText(attribution, photo, isMultiplied),
    error: flags.withError
      ? scaledError(attribution, photo, { ...options, sign: 'absolute', limit: scaled.limit })
      : undefined,
    top: flags.top,
  });
  return { picture, scaled, colormap };
}

/** The limit that results have together which are drawn on one scale. */
export function limitTogether(
  attributions: readonly Attribution[],
  photo: PreparedPhoto | undefined,
  flags: PictureFlags,
): number {
  const maps = attributions.map((each) => ({ map: drawnValues(each, photo, flags).values, shape: each.shape }));
  return sharedLimit(maps, scaleOptions(attributions[0]!.unit, flags));
}

/** Only derivatives are multiplied by the image: shares of a score have their own factor. */
function drawnValues(attribution: Attribution, photo: PreparedPhoto | undefined, { timesImage }: PictureFlags) {
  const values = pixelMap(attribution, photo);
  const isMultiplied = timesImage === true && attribution.unit.order === 1 && values.length === photo?.pixels.length;
  return { values: isMultiplied ? multiplyByImage(values, photo!.pixels) : values, isMultiplied };
}

function scaleOptions(
  { isRepeated }: MapUnit,
  { signed, positive, reduce, percentile }: PictureFlags,
  preset: PictureOverrides = {},
) {
  return {
    sign: signed ? ('signed' as const) : positive ? ('positive' as const) : ('absolute' as const),
    reduction: isRepeated ? ('mean' as const) : (preset.reduction ?? reduce),
    percentile: preset.percentile ?? percentile,
    origin: preset.fromMinimum ? ('minimum' as const) : ('zero' as const),
  };
}

function scaledError(
  { standardError, shape, unit }: Attribution,
  photo: PreparedPhoto | undefined,
  options: Parameters<typeof scaleMap>[2],
): ScaledMap | undefined {
  // NaN: one sample has no spread.
  if (standardError === undefined || Number.isNaN(standardError[0])) return undefined;
  return scaleMap(pixelMap({ map: standardError, shape, unit }, photo).map(Math.abs), shape, options);
}

function unitText({ unit, scores }: Attribution, photo: PreparedPhoto | undefined, isMultiplied: boolean): string {
  const ofScore = unit.text.replace(/\bS\b/, scores.kind);
  const text = photo === undefined ? ofScore.replace('pixel', 'input') : ofScore;
  return isMultiplied ? `${text} × pixel` : text;
}
