import type { Attribution } from '@smoothgrad/attribution';
import type { PixelImage, PreparedPhoto } from '@smoothgrad/image';
import {
  type Colormap,
  colormapNamed,
  layoutNamed,
  multiplyByImage,
  type ScaledMap,
  scaleMap,
} from '@smoothgrad/render';
import { methods } from '../methods.ts';
import type { colormapNames, layoutNames } from '../options/names.ts';
import { caption } from './caption.ts';
import { pixelMap } from './pixelMap.ts';

/** What a user can say about the picture. */
export interface PictureFlags {
  readonly layout: (typeof layoutNames)[number];
  readonly colormap?: (typeof colormapNames)[number];
  readonly signed?: boolean;
  readonly positive?: boolean;
  readonly timesImage?: boolean;
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
): DrawnPicture {
  const values = pixelMap(attribution.map, photo);
  const multiplied = flags.timesImage && photo ? multiplyByImage(values, photo.pixels) : values;
  const sign = flags.signed ? 'signed' : flags.positive ? 'positive' : 'absolute';
  const scaled = scaleMap(multiplied, attribution.shape, { sign });
  const colormap = colormapNamed(flags.colormap ?? (flags.signed ? 'blue-grey-red' : 'grey'));
  const title = methods[attribution.method]?.title ?? attribution.method;
  const picture = layoutNamed(flags.layout).compose({
    photo: photo?.image,
    scaled,
    colormap,
    caption: caption(attribution),
    titles: { photo: 'photo', map: flags.timesImage ? `${title} × image` : title },
  });
  return { picture, scaled, colormap };
}
