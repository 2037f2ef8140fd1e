import type { Attribution, PresetPicture } from '@smoothgrad/attribution';
import type { PixelImage, PreparedPhoto } from '@smoothgrad/image';
import {
  type Colormap,
  type DrawnMap,
  defaultColormap,
  drawnMap,
  layoutNamed,
  type ScaledMap,
  scaleDrawn,
} from '@smoothgrad/render';
import type { layoutNames } from '../options/names.ts';
import type { MapFlags } from '../options/pictureOptions.ts';
import { caption } from './caption.ts';
import { mapOptions } from './mapOptions.ts';

/** What a user can say about the picture. */
export interface PictureFlags extends Partial<MapFlags> {
  readonly layout: (typeof layoutNames)[number];
  readonly withError?: boolean;
  readonly top?: number;
}

export interface PictureOptions {
  /** Above the map. Default the method's name. */
  readonly title?: string | undefined;
  /** What a preset says about the picture: it goes before the flags. */
  readonly preset?: PresetPicture | undefined;
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

/** The map of a result as its picture shows it. */
export function pictureMap(
  attribution: Attribution,
  photo: PreparedPhoto | undefined,
  flags: PictureFlags,
  preset?: PresetPicture,
): DrawnMap {
  return drawnMap(attribution, photo, { ...mapOptions(flags), ...preset });
}

/** The picture of a result: section 3.1 of the paper. */
export function drawPicture(
  attribution: Attribution,
  photo: PreparedPhoto | undefined,
  flags: PictureFlags,
  { title = attribution.method, preset, limit }: PictureOptions = {},
): DrawnPicture {
  const map = pictureMap(attribution, photo, flags, preset);
  const scaled = scaleDrawn(map, limit);
  const { sign, colormap = defaultColormap(sign) } = mapOptions(flags);
  const picture = layoutNamed(flags.layout).compose({
    photo: photo?.image,
    scaled,
    colormap,
    caption: caption(attribution),
    titles: { photo: 'photo', map: map.isMultiplied ? `${title} × image` : title },
    unit: map.unit.replace(/\bS\b/, attribution.scores.kind),
    error: flags.withError ? scaledError(attribution, photo, flags, { preset, limit: scaled.limit }) : undefined,
    top: flags.top,
  });
  return { picture, scaled, colormap };
}

/** On the map's own scale. */
function scaledError(
  attribution: Attribution,
  photo: PreparedPhoto | undefined,
  flags: PictureFlags,
  { preset, limit }: PictureOptions,
): ScaledMap | undefined {
  const { standardError } = attribution;
  // NaN: one sample has no spread.
  if (standardError === undefined || Number.isNaN(standardError[0])) return undefined;
  const map = pictureMap({ ...attribution, map: standardError }, photo, flags, preset);
  const values = map.values.map(Math.abs);
  return scaleDrawn({ ...map, values, scale: { ...map.scale, sign: 'absolute' } }, limit);
}
