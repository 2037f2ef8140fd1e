import { type PreparedPhoto, toRgbOrder } from '@smoothgrad/image';

/**
 * ∂S/∂pixel with pixels in [0,1], [C,H,W] in RGB order: the map times d tensor / d pixel of each channel, so that neither the
 * preprocessing nor the noise space changes what is drawn. Without a photo the map itself.
 *
 * @param map ∂S/∂(prepared tensor), [C,H,W] in the model's channel order
 */
export function pixelMap(map: Float32Array, photo: PreparedPhoto | undefined): Float32Array {
  if (photo === undefined) return map;
  const { spec, gain } = photo;
  const area = spec.width * spec.height;
  return toRgbOrder(map, spec).map((value, i) => value * gain[Math.floor(i / area)]!);
}
