import { ImageError, show } from './errors.ts';
import { orientedGrid } from './orientation.ts';
import { checkExtent, type PixelImage } from './pixelImage.ts';

/** What a decoder hands over, before orientation, alpha and bit depth are dealt with. */
export interface DecodedImage {
  readonly width: number;
  readonly height: number;
  /** 1 = luminance, 2 = luminance and alpha, 3 = RGB, 4 = RGB and alpha (alpha not premultiplied). */
  readonly channels: 1 | 2 | 3 | 4;
  /** Row-major, channels interleaved; `Uint16Array` holds 0..65535. */
  readonly data: Uint8Array | Uint16Array;
  /** EXIF orientation 1..8; absent or any other value: as stored. */
  readonly orientation?: number;
}

/**
 * Upright 8-bit RGB pixels from whatever a decoder returned.
 *
 * 16-bit samples keep their high byte (`v >> 8`, libpng's `png_set_strip_16`: no rounding), grey is repeated in
 * three channels, alpha is composited over white as `round((c a + 255 (255 - a)) / 255)` (equal to Pillow's
 * `Image.alpha_composite` on an opaque white background), and the EXIF orientation is applied.
 *
 * @throws ImageError if sides, channels and the length of `data` do not agree.
 * @example
 * toRgb({ width: 1, height: 1, channels: 2, data: Uint8Array.of(0, 128) }).data // 127, 127, 127
 */
export function toRgb(image: DecodedImage): PixelImage {
  const { channels, data } = image;
  if (![1, 2, 3, 4].includes(channels)) {
    throw new ImageError(`The decoded image has ${show(channels)} channels; 1, 2, 3 or 4 are possible.`);
  }
  checkExtent(image.width, image.height, 3, 'the decoded image');
  if (data.length !== image.width * image.height * channels) {
    throw new ImageError(
      `The decoded image is ${image.width}x${image.height} with ${channels} channels, so ${image.width * image.height * channels} samples, but data has ${data.length}.`,
    );
  }
  const grid = orientedGrid(image.width, image.height, image.orientation ?? 1);
  const shift = data instanceof Uint16Array ? 8 : 0;
  const colours = channels < 3 ? 1 : 3;
  const hasAlpha = channels === 2 || channels === 4;
  const out = new Uint8Array(grid.width * grid.height * 3);
  let target = 0;
  for (let y = 0; y < grid.height; y++) {
    let pixel = grid.origin + y * grid.stepY;
    for (let x = 0; x < grid.width; x++, pixel += grid.stepX) {
      const source = pixel * channels;
      const alpha = hasAlpha ? data[source + colours]! >> shift : 255;
      for (let c = 0; c < 3; c++) {
        const value = data[colours === 1 ? source : source + c]! >> shift;
        out[target++] = alpha === 255 ? value : overWhite(value, alpha);
      }
    }
  }
  return { width: grid.width, height: grid.height, channels: 3, data: out };
}

function overWhite(value: number, alpha: number): number {
  return Math.round((value * alpha + 255 * (255 - alpha)) / 255);
}
