import { checkPreprocessing, type Preprocessing, type ResizeRule } from '../preprocessing.ts';
import { torchvision } from '../presets/index.ts';
import { isResizeFilter, type ResizeFilter, resizeFilters } from '../resizeFilters.ts';
import { type Fields, isLength, readChannelNumbers, readFields, readFraction, readValue, unusable } from './fields.ts';

/**
 * Reads the preprocessing in a timm `config.json`: `pretrained_cfg` with `input_size` [C,H,W], `mean`, `std`,
 * `interpolation`, `crop_pct`, `crop_mode` ('center' or 'squash'); or that inner object alone. Absent ones are timm's
 * defaults (ImageNet mean and std, bilinear, 0.875, center).
 * Source: `timm.data.transforms_factory.transforms_imagenet_eval`; the resize is to floor(input / crop_pct).
 *
 * @param json the parsed file
 * @returns undefined if the file has no timm preprocessing at all
 * @throws PreprocessingError naming the field and its value for anything that cannot be followed exactly.
 * @example
 * parsePretrainedConfig({ pretrained_cfg: { input_size: [3, 224, 224], interpolation: 'bicubic', crop_pct: 0.95 } })
 */
export function parsePretrainedConfig(json: unknown, source = 'config.json'): Preprocessing | undefined {
  const outer = readFields(json, source);
  const inner = readValue(outer, 'pretrained_cfg');
  const fields = inner === undefined ? outer : readFields(inner, `${source}, pretrained_cfg`);
  if (readValue(fields, 'input_size') === undefined) {
    if (inner === undefined) return undefined;
    throw unusable(fields, 'input_size', 'it must be [channels, height, width]');
  }
  const { channels, width, height } = readInputSize(fields);
  const fraction = readFraction(fields, 'crop_pct') ?? 0.875;
  return checkPreprocessing({
    resize: readResize(fields, Math.floor(width / fraction), Math.floor(height / fraction)),
    filter: readInterpolation(fields),
    crop: { width, height, rounding: 'half-even' },
    rescale: 1 / 255,
    mean: readChannelNumbers(fields, 'mean') ?? defaultFor(fields, 'mean', channels),
    std: readChannelNumbers(fields, 'std') ?? defaultFor(fields, 'std', channels),
    channels: channels === 1 ? 'L' : 'RGB',
    source,
  });
}

function readInputSize(fields: Fields): { readonly channels: 1 | 3; readonly width: number; readonly height: number } {
  const value = readValue(fields, 'input_size');
  const [channels, height, width]: readonly unknown[] = Array.isArray(value) && value.length === 3 ? value : [];
  if ((channels === 1 || channels === 3) && isLength(height) && isLength(width)) return { channels, width, height };
  throw unusable(fields, 'input_size', 'it must be [channels, height, width] with 1 or 3 channels');
}

function readResize(fields: Fields, width: number, height: number): ResizeRule {
  const mode = readValue(fields, 'crop_mode') ?? 'center';
  if (mode === 'squash') return { mode: 'exact', width, height };
  if (mode !== 'center') throw unusable(fields, 'crop_mode', 'supported are center and squash');
  if (width === height) return { mode: 'shortest-edge', size: width };
  throw unusable(fields, 'input_size', 'with crop_mode center it must be a square');
}

function readInterpolation(fields: Fields): ResizeFilter {
  const value = readValue(fields, 'interpolation') ?? 'bilinear';
  if (isResizeFilter(value)) return value;
  throw unusable(fields, 'interpolation', `possible are ${resizeFilters.join(', ')}`);
}

function defaultFor(fields: Fields, name: 'mean' | 'std', channels: 1 | 3): readonly number[] {
  if (channels === 3) return torchvision[name];
  throw unusable(fields, name, 'a model with one channel needs its own number');
}
