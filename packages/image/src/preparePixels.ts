import type { PreparedPhoto } from './preparePhoto.ts';
import { fromRgbChannelsFirst } from './tensorSpec.ts';

/**
 * Pixels as a network would see them, had they been in the photo: `pixel · gain + offset` for each channel, in the model's layout
 * and channel order.
 *
 * @param pixels [C,H,W] in RGB (or L) order, in [0,1] for what a photo can hold
 * @param photo whose preprocessing is meant
 * @throws ImageError if there are not C*H*W pixels.
 * @example
 * const black = preparePixels(new Float32Array(photo.pixels.length), photo);
 */
export function preparePixels(
  pixels: Float32Array,
  { spec, gain, offset }: Pick<PreparedPhoto, 'spec' | 'gain' | 'offset'>,
): Float32Array {
  const area = spec.height * spec.width;
  const prepared = pixels.map((pixel, i) => {
    const channel = Math.floor(i / area);
    return pixel * gain[channel]! + offset[channel]!;
  });
  return fromRgbChannelsFirst(prepared, spec);
}
