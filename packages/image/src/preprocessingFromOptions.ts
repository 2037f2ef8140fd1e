import { PreprocessingError, show } from './errors.ts';
import type { Size } from './preparedSize.ts';
import { type ChannelOrder, checkPreprocessing, type Preprocessing } from './preprocessing.ts';
import { isResizeFilter, type ResizeFilter, resizeFilters } from './resizeFilters.ts';
import { withSize } from './withSize.ts';

/** What the command line can say about the preprocessing; absent means "as it is". */
export interface PreprocessingOptions {
  /** Input size of the model in pixels: a square's side, or both sides. */
  readonly size?: number | Size | undefined;
  /** Subtracted after the range; in the model's channel order, one number or one for each channel. */
  readonly mean?: readonly number[] | undefined;
  /** Divides after the mean; in the model's channel order, one number or one for each channel. */
  readonly std?: readonly number[] | undefined;
  /** Range that pixels are brought to before mean and std. */
  readonly range?: '0..1' | '0..255' | '-1..1' | undefined;
  readonly channels?: 'rgb' | 'bgr' | 'grey' | undefined;
  readonly resize?: ResizeFilter | undefined;
}

const channelOrders: Readonly<Record<string, ChannelOrder>> = { rgb: 'RGB', bgr: 'BGR', grey: 'L' };

/** Pixel range to the factor on 0..255 and the offset subtracted after it. */
const ranges: Readonly<Record<string, { readonly rescale: number; readonly offset: number }>> = {
  '0..1': { rescale: 1 / 255, offset: 0 },
  '0..255': { rescale: 1, offset: 0 },
  '-1..1': { rescale: 1 / 127.5, offset: 1 },
};

/**
 * `base` with the given options in place of its own values, checked.
 *
 * - `size`: crop and resize as {@link withSize}: with a crop both grow in proportion, without one the photo is resized
 *   to exactly that size.
 * - `range` says what the pixels become before mean and std, and replaces the base's mean and std by 0 and 1 where they
 *   are not given as well: `range: '-1..1'` alone is a complete recipe.
 * - `channels` alone keeps each mean with its colour: RGB to BGR reverses the base's three numbers. Between colour and
 *   grey the base's numbers are kept only if they are the same for all channels; else mean and std must be given.
 *
 * @throws PreprocessingError if a value is not possible or the counts do not fit the channels.
 * @example
 * preprocessingFromOptions(preset('torchvision'), { size: 299, range: '-1..1' })
 */
export function preprocessingFromOptions(base: Preprocessing, options: PreprocessingOptions): Preprocessing {
  if (Object.values(options).every((value) => value === undefined)) return checkPreprocessing(base);
  const channels = lookUp('channels', options.channels, channelOrders) ?? base.channels;
  const range = lookUp('range', options.range, ranges);
  const offset = range?.offset ?? 0;
  const mean = options.mean?.map((value) => value + offset) ?? (range ? [offset] : inOrder('mean', base, channels));
  const std = options.std ?? (range ? [1] : inOrder('std', base, channels));
  const filter = options.resize ?? base.filter;
  if (!isResizeFilter(filter)) throw impossible('resize', filter, resizeFilters);
  const changed: Preprocessing = {
    ...base,
    channels,
    filter,
    rescale: range?.rescale ?? base.rescale,
    mean,
    std,
    source: `${base.source} + options`,
  };
  return checkPreprocessing(options.size === undefined ? changed : withSize(changed, checkedSize(options.size)));
}

function checkedSize(size: number | Size): Size {
  const { width, height } = typeof size === 'number' ? { width: size, height: size } : size;
  if (![width, height].every((side) => Number.isInteger(side) && side >= 1)) {
    throw new PreprocessingError(`size is ${show(size)}; it must be whole numbers of pixels, at least 1.`);
  }
  return { width, height };
}

function inOrder(field: 'mean' | 'std', base: Preprocessing, channels: ChannelOrder): readonly number[] {
  const values = base[field];
  if (channels === base.channels) return values;
  if (values.every((value) => value === values[0])) return values.slice(0, 1);
  if (channels !== 'L' && base.channels !== 'L') return values.toReversed();
  throw new PreprocessingError(
    `channels changes ${base.channels} (${base.source}) to ${channels}, but its ${field} ${show(values)} is for ${base.channels}; give ${field} for ${channels} as well (--${field}).`,
  );
}

function lookUp<T>(field: string, value: string | undefined, table: Readonly<Record<string, T>>): T | undefined {
  if (value === undefined) return undefined;
  const found = Object.hasOwn(table, value) ? table[value] : undefined;
  if (found === undefined) throw impossible(field, value, Object.keys(table));
  return found;
}

function impossible(field: string, value: unknown, known: readonly string[]): PreprocessingError {
  return new PreprocessingError(`${field} is ${show(value)}; possible are ${known.join(', ')}.`);
}
