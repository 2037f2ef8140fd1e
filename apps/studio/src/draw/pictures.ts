import type { PixelImage } from '@smoothgrad/image';
import { type Colormap, colourise, type ScaledMap } from '@smoothgrad/render';

/** Pixels as a canvas takes them. */
export function toImageData({ width, height, channels, data }: PixelImage): ImageData {
  const image = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    const at = channels * i;
    image.data[4 * i] = data[at]!;
    image.data[4 * i + 1] = data[channels === 3 ? at + 1 : at]!;
    image.data[4 * i + 2] = data[channels === 3 ? at + 2 : at]!;
    image.data[4 * i + 3] = 255;
  }
  return image;
}

export function mapPicture(scaled: ScaledMap, colormap: Colormap): ImageData {
  return toImageData(colourise(scaled, colormap));
}

/** The greyed, dimmed photo that an overlay lies on, from dark to light: dark things stay visible, the map stands out. */
const shades = [36, 140] as const;

/** The map over the greyed photo: the larger a pixel's magnitude, the more of its colour covers the photo; `opacity` 1 as the command line draws it. */
export function overlayPicture(photo: ImageData, scaled: ScaledMap, colormap: Colormap, opacity: number): ImageData {
  const image = mapPicture(scaled, colormap);
  for (let i = 0; i < scaled.data.length; i++) {
    const at = 4 * i;
    const lightness = (0.299 * photo.data[at]! + 0.587 * photo.data[at + 1]! + 0.114 * photo.data[at + 2]!) / 255;
    const base = shades[0] + (shades[1] - shades[0]) * lightness;
    const alpha = opacity * Math.abs(scaled.data[i]!);
    for (let c = at; c < at + 3; c++) image.data[c] = Math.round(base + (image.data[c]! - base) * alpha);
  }
  return image;
}

/** The photo seen through the map. */
export function maskPicture(photo: ImageData, scaled: ScaledMap): ImageData {
  const image = new ImageData(photo.width, photo.height);
  for (let i = 0; i < scaled.data.length; i++) {
    const share = Math.abs(scaled.data[i]!);
    for (let c = 4 * i; c < 4 * i + 3; c++) image.data[c] = Math.round(photo.data[c]! * share);
    image.data[4 * i + 3] = 255;
  }
  return image;
}
