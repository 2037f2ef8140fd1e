import type { Preprocessing } from '../preprocessing.ts';
import { type Fields, readBoolean, readChannelNumbers, readNumber, readValue, unusable } from './fields.ts';
import type { ImageProcessor } from './imageProcessors.ts';

type PixelValues = Pick<Preprocessing, 'rescale' | 'mean' | 'std'>;

/** Rescale, mean and standard deviation from `do_rescale`, `rescale_factor`, `do_normalize`, `image_mean`, `image_std`. */
export function readPixelValues(fields: Fields, processor: ImageProcessor): PixelValues {
  const rescale = readRescale(fields);
  const given = readValue(fields, 'image_mean') !== undefined || readValue(fields, 'image_std') !== undefined;
  const normalises = readBoolean(fields, 'do_normalize') ?? given;
  const mean = normalises ? required(fields, 'image_mean') : [0];
  const std = normalises ? required(fields, 'image_std') : [1];
  const offset = readOffset(fields, rescale);
  const twice = processor.dividesTwice === true && (readBoolean(fields, 'include_top') ?? true);
  const second = twice ? required(fields, 'image_std') : [1];
  const length = Math.max(std.length, second.length);
  return {
    rescale,
    mean: offset === 0 ? mean : mean.map((value) => value + offset),
    std: twice ? Array.from({ length }, (_, c) => (std[c] ?? std[0]!) * (second[c] ?? second[0]!)) : std,
  };
}

function required(fields: Fields, name: string): readonly number[] {
  const values = readChannelNumbers(fields, name);
  if (values !== undefined) return values;
  throw unusable(fields, name, 'it is needed to normalise (do_normalize); add it or pass --mean and --std');
}

/**
 * Without `do_rescale` every processor class rescales by 1/255 - unless the mean is plainly one of pixels in 0..255:
 * files for Caffe models are written that way.
 */
function readRescale(fields: Fields): number {
  const factor = readNumber(fields, 'rescale_factor');
  const mean = readChannelNumbers(fields, 'image_mean') ?? [0];
  const rescales =
    readBoolean(fields, 'do_rescale') ?? (factor !== undefined || mean.every((value) => Math.abs(value) <= 1));
  if (!rescales) return 1;
  if (factor === 0) throw unusable(fields, 'rescale_factor', 'it must not be 0');
  return factor ?? 1 / 255;
}

/** `rescale_offset`: values end in -1..1. Releases compute it in two ways, which agree only for a factor of 1/127.5. */
function readOffset(fields: Fields, rescale: number): 0 | 1 {
  if (readBoolean(fields, 'rescale_offset') !== true) return 0;
  if (Math.abs(rescale * 127.5 - 1) < 1e-6) return 1;
  throw unusable(fields, 'rescale_offset', 'it is defined only with rescale_factor 1/127.5 (0.00784313...)');
}
