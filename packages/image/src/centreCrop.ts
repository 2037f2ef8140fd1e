import { checkExtent, checkImage, type PixelImage } from './pixelImage.ts';

/** `down`: Hugging Face's `center_crop`; `half-even`: torchvision's and timm's `CenterCrop`. They differ where a side leaves an odd number over. */
export type CropRounding = 'down' | 'half-even';

/**
 * The middle `width` x `height` pixels. With `down` the first row is floor((H - height) / 2), the first column
 * floor((W - width) / 2); where the picture is smaller than the crop the offset is negative and the missing pixels are black
 * (0), the odd one at the top or left. With `half-even` half a pixel is rounded to the even neighbour, and the odd missing
 * pixel is at the bottom or right.
 *
 * @throws ImageError if the picture is malformed or a side is no positive whole number.
 * @example
 * centreCrop(photo, 224, 224)
 */
export function centreCrop(
  image: PixelImage,
  width: number,
  height: number,
  rounding: CropRounding = 'down',
): PixelImage {
  checkImage(image);
  checkExtent(width, height, image.channels, 'the crop');
  const { channels } = image;
  const left = offsets[rounding](image.width - width);
  const top = offsets[rounding](image.height - height);
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

/** Offset of a crop from what a side leaves over. */
const offsets: Readonly<Record<CropRounding, (over: number) => number>> = {
  down: (over) => Math.floor(over / 2),
  'half-even': (over) => (over < 0 ? Math.ceil(over / 2) : over % 4 === 3 ? (over + 1) / 2 : Math.floor(over / 2)),
};
