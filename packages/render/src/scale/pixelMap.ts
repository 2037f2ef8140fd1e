import { type PreparedPhoto, toRgbOrder } from '@smoothgrad/image';

/** A map, and how many times ∂(prepared tensor)/∂pixel stands in its numbers: 1 for derivatives, 2 for their squares, 0 for shares. */
export interface PixelMapSource {
  readonly map: Float32Array;
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly unit: { readonly order: 0 | 1 | 2 };
}

/**
 * The map that pictures show, [C,H,W] in RGB order: derivatives become ∂S/∂pixel with pixels in [0,1] (the map times d tensor / d pixel
 * of each channel), so that neither the preprocessing nor the noise space changes what is drawn. Without a photo, and for maps with
 * one number a pixel, the map itself.
 *
 * @param source a map [C,H,W] in the model's channel order
 */
export function pixelMap({ map, shape, unit }: PixelMapSource, photo: PreparedPhoto | undefined): Float32Array {
  if (photo === undefined || map.length !== photo.tensor.length) return map;
  const { spec, gain } = photo;
  const area = shape[1] * shape[2];
  const ordered = toRgbOrder(map, spec);
  if (unit.order === 0) return ordered;
  const factors = gain.map((factor) => factor ** unit.order);
  return ordered.map((value, i) => value * factors[Math.floor(i / area)]!);
}
