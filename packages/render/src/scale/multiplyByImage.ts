import { RenderError } from '../errors.ts';

/**
 * The signed gradient times the image, channel by channel, before |·|, channel sum and cap (section 3.1, "multiplying maps with
 * the input images"). Black is 0, so a black pixel never shows.
 *
 * @param mapRgb ∂S/∂pixel, [C,H,W] in the photo's channel order; the finished mean of a smoothed map.
 * @param pixels the clean photo, [C,H,W], in [0,1].
 * @throws RenderError where the lengths differ or a pixel is outside [0,1] (a prepared tensor is not a photo).
 */
export function multiplyByImage(mapRgb: Float32Array, pixels: Float32Array): Float32Array {
  if (mapRgb.length !== pixels.length) {
    throw new RenderError(
      `A map of ${mapRgb.length} numbers cannot be multiplied by a photo of ${pixels.length}. Pass both as [C,H,W] of one size.`,
    );
  }
  const outside = pixels.find((value) => !(value >= 0 && value <= 1));
  if (outside !== undefined) {
    throw new RenderError(
      `A pixel is ${outside}, outside [0, 1]. Pass the photo's pixels divided by 255, before normalisation.`,
    );
  }
  return mapRgb.map((value, i) => value * pixels[i]!);
}
