import type { Preprocessing, ResizeRule } from './preprocessing.ts';

/** Sides of a picture in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Size of a picture after the resize rule. For `shortest-edge` the other side is trunc(size * long / short), as in
 * torchvision's `Resize` and Hugging Face's `get_resize_output_image_size` (rounded down, not to nearest).
 */
export function resizedSize(rule: ResizeRule, { width, height }: Size): Size {
  if (rule.mode === 'exact') return { width: rule.width, height: rule.height };
  if (rule.mode === 'none') return { width, height };
  const longer = Math.trunc((rule.size * Math.max(width, height)) / Math.min(width, height));
  return width <= height ? { width: rule.size, height: longer } : { width: longer, height: rule.size };
}

/** Size of a picture of `size` pixels after resize and crop. */
export function preparedSize(preprocessing: Preprocessing, size: Size): Size {
  const { crop, resize } = preprocessing;
  return crop === undefined ? resizedSize(resize, size) : { width: crop.width, height: crop.height };
}

/** The size every photo gets, or undefined where it depends on the photo. */
export function fixedSize({ resize, crop }: Preprocessing): Size | undefined {
  if (crop !== undefined) return { width: crop.width, height: crop.height };
  return resize.mode === 'exact' ? { width: resize.width, height: resize.height } : undefined;
}
