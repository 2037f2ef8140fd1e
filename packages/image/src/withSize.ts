import type { Size } from './preparedSize.ts';
import type { Preprocessing, ResizeRule } from './preprocessing.ts';

/**
 * The recipe for another input size. With a crop, crop becomes `size` and the resize grows in the same proportion
 * (256 and 224 become 342 and 299: rounded to nearest), measured on the longer sides, so that the crop never sees
 * beyond the photo where it did not before. Without a crop the photo is resized to exactly `size`.
 */
export function withSize(preprocessing: Preprocessing, size: Size): Preprocessing {
  const { width, height } = size;
  const { crop, resize } = preprocessing;
  if (crop === undefined) return { ...preprocessing, resize: { mode: 'exact', width, height } };
  const factor = Math.max(width, height) / Math.max(crop.width, crop.height);
  return { ...preprocessing, crop: { ...crop, width, height }, resize: scaled(resize, factor) };
}

function scaled(rule: ResizeRule, factor: number): ResizeRule {
  const scale = (length: number) => Math.max(1, Math.round(length * factor));
  if (rule.mode === 'shortest-edge') return { mode: rule.mode, size: scale(rule.size) };
  if (rule.mode === 'exact') return { mode: rule.mode, width: scale(rule.width), height: scale(rule.height) };
  return rule;
}
