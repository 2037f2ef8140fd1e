import type { CropRounding } from './centreCrop.ts';
import { PreprocessingError, show } from './errors.ts';
import { isResizeFilter, type ResizeFilter, resizeFilters } from './resizeFilters.ts';

/** Order of a model's colour channels; L = luminance, one channel. */
export type ChannelOrder = 'RGB' | 'BGR' | 'L';

/** How the photo is brought to size before the crop. */
export type ResizeRule =
  | { readonly mode: 'shortest-edge'; readonly size: number }
  | { readonly mode: 'exact'; readonly width: number; readonly height: number }
  | { readonly mode: 'none' };

/** The middle of the resized photo. */
export interface Crop {
  readonly width: number;
  readonly height: number;
  /** How half a pixel of offset is rounded: see `centreCrop`. Default `down`. */
  readonly rounding?: CropRounding | undefined;
}

/**
 * How a photo becomes a model's input: resize, centre crop, then per channel `(pixel * rescale - mean) / std` with
 * pixels in 0..255.
 */
export interface Preprocessing {
  readonly resize: ResizeRule;
  readonly filter: ResizeFilter;
  readonly crop?: Crop | undefined;
  /** Factor on pixels 0..255, e.g. 1/255; 1 leaves them 0..255. */
  readonly rescale: number;
  /** Subtracted after rescale, in the MODEL's channel order: one number for all channels or one each. */
  readonly mean: readonly number[];
  /** Divides after the mean, in the MODEL's channel order: one number for all channels or one each. */
  readonly std: readonly number[];
  readonly channels: ChannelOrder;
  /** Where the recipe comes from: 'preprocessor_config.json', 'preset torchvision', 'assumed', with ' + options' if overridden. */
  readonly source: string;
}

/** Number of channels of a channel order. */
export function channelCount(channels: ChannelOrder): 1 | 3 {
  return channels === 'L' ? 1 : 3;
}

/** One number for every channel, from a list of one or of all. */
export function perChannel(values: readonly number[], count: number): readonly number[] {
  return values.length === count ? values : Array.from({ length: count }, () => values[0]!);
}

/**
 * The recipe itself, checked: sides are whole and positive, the filter is known, numbers are finite, rescale and std
 * are not 0, mean and std have one number or one for each channel.
 *
 * @throws PreprocessingError naming the source, the field and its value.
 */
export function checkPreprocessing(preprocessing: Preprocessing): Preprocessing {
  const { resize, filter, crop, rescale, mean, std, channels, source } = preprocessing;
  const refuse = (field: string, value: unknown, need: string): never => {
    throw new PreprocessingError(`${source}: ${field} is ${show(value)}; ${need}.`);
  };
  const side = (field: string, value: number): void => {
    if (!Number.isInteger(value) || value < 1) refuse(field, value, 'it must be a whole number of pixels, at least 1');
  };
  if (resize.mode === 'shortest-edge') side('the shortest edge of resize', resize.size);
  if (resize.mode === 'exact') {
    side('the width of resize', resize.width);
    side('the height of resize', resize.height);
  }
  if (crop !== undefined) {
    side('the width of crop', crop.width);
    side('the height of crop', crop.height);
  }
  if (!isResizeFilter(filter)) refuse('the resize filter', filter, `possible are ${resizeFilters.join(', ')}`);
  if (!Number.isFinite(rescale) || rescale === 0) refuse('rescale', rescale, 'it must be a finite number other than 0');
  const count = channelCount(channels);
  for (const [field, values] of [['mean', mean] as const, ['std', std] as const]) {
    if (values.length !== 1 && values.length !== count) {
      refuse(field, values, `${channels} needs ${count === 1 ? '1 number' : '1 or 3 numbers'}, not ${values.length}`);
    }
    const bad = values.find((value) => !Number.isFinite(value));
    if (bad !== undefined) refuse(field, bad, 'every number must be finite');
  }
  if (std.includes(0)) refuse('std', std, 'it divides, so no number may be 0');
  return preprocessing;
}
