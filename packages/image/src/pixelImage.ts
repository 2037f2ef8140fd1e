import { ImageError, show } from './errors.ts';

/** 8-bit pixels, row-major, `channels` interleaved (3 = RGB, 1 = luminance). */
export interface PixelImage {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** The largest picture held in memory, in bytes: about a 23,000 x 23,000 RGB photo. */
const maximumBytes = 2 ** 31 - 1;

/** @throws ImageError unless `value` is a whole number of pixels, at least 1. */
export function checkLength(value: number, what: string): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new ImageError(`${what} is ${show(value)}; it must be a whole number of pixels, at least 1.`);
  }
}

/** @throws ImageError if the sides are no lengths or the picture would not fit in memory. */
export function checkExtent(width: number, height: number, channels: number, what: string): void {
  checkLength(width, `The width of ${what}`);
  checkLength(height, `The height of ${what}`);
  if (width * height * channels > maximumBytes) {
    throw new ImageError(`${what} is ${width}x${height} with ${channels} channels, over 2 GiB; use a smaller size.`);
  }
}

/** @throws ImageError if the picture's sides, channels or data length do not agree. */
export function checkImage(image: PixelImage): void {
  const { width, height, channels, data } = image;
  if (channels !== 1 && channels !== 3) {
    throw new ImageError(
      `The image has ${show(channels)} channels; a PixelImage has 1 (luminance) or 3 (RGB). Use toRgb for what a decoder returns.`,
    );
  }
  checkExtent(width, height, channels, 'the image');
  if (data.length !== width * height * channels) {
    throw new ImageError(
      `The image is ${width}x${height} with ${channels} channels, so ${width * height * channels} bytes, but data has ${data.length}.`,
    );
  }
}
