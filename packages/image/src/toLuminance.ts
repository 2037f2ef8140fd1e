import { checkImage, type PixelImage } from './pixelImage.ts';

/**
 * Luminance of an RGB picture, ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B in the 16-bit fixed point of Pillow's
 * `convert('L')`, so equal to it bit for bit. A luminance picture is returned unchanged.
 *
 * @throws ImageError if the picture is malformed.
 * @example
 * toLuminance({ width: 1, height: 1, channels: 3, data: Uint8Array.of(255, 0, 0) }).data // 76
 */
export function toLuminance(image: PixelImage): PixelImage {
  checkImage(image);
  if (image.channels === 1) return image;
  const { width, height, data } = image;
  const out = new Uint8Array(width * height);
  for (let i = 0, p = 0; i < out.length; i++, p += 3) {
    out[i] = (19595 * data[p]! + 38470 * data[p + 1]! + 7471 * data[p + 2]! + 0x8000) >> 16;
  }
  return { width, height, channels: 1, data: out };
}
