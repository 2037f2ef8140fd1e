import type { PixelImage } from '@smoothgrad/image';

/** The picture with three channels; an RGB picture is returned as it is. */
export function toRgb(picture: PixelImage): PixelImage {
  if (picture.channels === 3) return picture;
  const data = Uint8Array.from({ length: 3 * picture.data.length }, (_, i) => picture.data[Math.floor(i / 3)]!);
  return { width: picture.width, height: picture.height, channels: 3, data };
}
