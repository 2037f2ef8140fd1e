import { checkExtent, checkImage, type PixelImage } from './pixelImage.ts';

/**
 * The middle `width` x `height` pixels. The first row is floor((H - height) / 2), the first column
 * floor((W - width) / 2), as in Hugging Face's `center_crop`; where the picture is smaller than the crop the offset is
 * negative and the missing pixels are black (0), the odd one at the top or left.
 *
 * torchvision (and timm) round half of an odd difference to even instead of down, and put the odd padding pixel at the
 * bottom or right: one pixel's difference there, none where the difference is even.
 *
 * @throws ImageError if the picture is malformed or a side is no positive whole number.
 * @example
 * centreCrop(photo, 224, 224)
 */
export function centreCrop(image: PixelImage, width: number, height: number): PixelImage {
  checkImage(image);
  checkExtent(width, height, image.channels, 'the crop');
  const { channels } = image;
  const left = Math.floor((image.width - width) / 2);
  const top = Math.floor((image.height - height) / 2);
  const firstColumn = Math.max(left, 0);
  const lastColumn = Math.min(left + width, image.width);
  const data = new Uint8Array(width * height * channels);
  for (let y = Math.max(-top, 0); y < height && top + y < image.height; y++) {
    const row = (top + y) * image.width;
    data.set(
      image.data.subarray((row + firstColumn) * channels, (row + lastColumn) * channels),
      (y * width + firstColumn - left) * channels,
    );
  }
  return { width, height, channels, data };
}
