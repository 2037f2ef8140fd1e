import type { Preprocessing, ResizeRule } from './preprocessing.ts';

/**
 * One readable line: size, crop, value range, mean and standard deviation, channel order, source.
 *
 * @example
 * describePreprocessing(preset('torchvision'))
 * // shortest edge to 256 (bilinear), centre crop 224x224, RGB, pixels x 1/255, mean 0.485 0.456 0.406, std 0.229 0.224 0.225 (preset torchvision)
 */
export function describePreprocessing(preprocessing: Preprocessing): string {
  const { resize, filter, crop, rescale, mean, std, channels, source } = preprocessing;
  const parts = [
    describeResize(resize, filter),
    ...(crop === undefined ? [] : [`centre crop ${crop.width}x${crop.height}`]),
    channels,
    describeRescale(rescale),
    ...(mean.every((value) => value === 0) ? [] : [`mean ${numbers(mean)}`]),
    ...(std.every((value) => value === 1) ? [] : [`std ${numbers(std)}`]),
  ];
  return `${parts.join(', ')} (${source})`;
}

function describeResize(rule: ResizeRule, filter: string): string {
  if (rule.mode === 'none') return 'not resized';
  if (rule.mode === 'exact') return `resized to ${rule.width}x${rule.height} (${filter})`;
  return `shortest edge to ${rule.size} (${filter})`;
}

function describeRescale(rescale: number): string {
  if (rescale === 1) return 'pixels 0..255';
  const divisor = Number((1 / rescale).toPrecision(6));
  return Math.abs(rescale) < 1 ? `pixels x 1/${divisor}` : `pixels x ${rescale}`;
}

function numbers(values: readonly number[]): string {
  return values.map((value) => Number(value.toPrecision(6))).join(' ');
}
