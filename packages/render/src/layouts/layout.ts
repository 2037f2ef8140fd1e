import type { PixelImage } from '@smoothgrad/image';
import type { Colormap } from '../colormaps/colormap.ts';
import { colourise } from '../colormaps/colourise.ts';
import { RenderError } from '../errors.ts';
import { toRgb } from '../picture/toRgb.ts';
import type { ScaledMap } from '../scale/scaleMap.ts';
import type { Panel } from './composePanels.ts';

/** What a layout draws. */
export interface LayoutInput {
  /** The photo as the network sees it, of the map's size; absent when the input was a tensor. */
  readonly photo?: PixelImage | undefined;
  readonly scaled: ScaledMap;
  readonly colormap: Colormap;
  /** Lines below the picture, the first in bold; long lines are wrapped. */
  readonly caption: readonly string[];
  /** What the numbers of the map are, on its colour bar: `∂logit/∂pixel`. */
  readonly unit?: string | undefined;
  /** The standard error, scaled as the map is, for one more panel. */
  readonly error?: ScaledMap | undefined;
  /** Per cent of the pixels that `contour` draws a line around. Default 5. */
  readonly top?: number | undefined;
  /** Small lines above the panels; the photo's default is `photo`, the map's is none. */
  readonly titles?: { readonly photo?: string | undefined; readonly map?: string | undefined } | undefined;
}

/** A layout by its name and the picture it makes of a map: RGB, with margins and caption. */
export interface Layout {
  readonly name: string;
  readonly compose: (input: LayoutInput) => PixelImage;
}

/**
 * The photo in RGB, or nothing.
 *
 * @throws RenderError where photo and map differ in size.
 */
export function photoOf({ photo, scaled }: LayoutInput): PixelImage | undefined {
  if (!photo) return undefined;
  if (photo.width !== scaled.width || photo.height !== scaled.height) {
    throw new RenderError(
      `The photo is ${photo.width} × ${photo.height} and the map ${scaled.width} × ${scaled.height}. Pass the photo after resizing and cropping, as the network saw it.`,
    );
  }
  return toRgb(photo);
}

/** @throws RenderError there is no photo, which that layout needs */
export function neededPhoto(layout: string, input: LayoutInput): PixelImage {
  const photo = photoOf(input);
  if (photo) return photo;
  throw new RenderError(`The layout ${layout} needs a photo to draw over. Use the layout map, or pass the photo.`);
}

/** Panels of a map and, where it is there, of its standard error. */
export function mapPanels({ scaled, colormap, titles, unit, error }: LayoutInput): [Panel, ...Panel[]] {
  const legend = (map: ScaledMap) => ({ colormap, sign: map.sign, limit: map.limit, unit });
  const panel = { picture: colourise(scaled, colormap), title: titles?.map, legend: legend(scaled) };
  if (error === undefined) return [panel];
  return [panel, { picture: colourise(error, colormap), title: 'standard error', legend: legend(error) }];
}
