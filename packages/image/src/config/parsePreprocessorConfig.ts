import { type ChannelOrder, checkPreprocessing, type Preprocessing } from '../preprocessing.ts';
import type { ResizeFilter } from '../resizeFilters.ts';
import { type Fields, readBoolean, readFields, readNumber, readValue, unusable } from './fields.ts';
import { readGeometry } from './geometry.ts';
import { imageProcessorOf } from './imageProcessors.ts';
import { readPixelValues } from './pixelValues.ts';

/** Pillow's numbers of the filters, by position. */
const pillowFilters: readonly ResizeFilter[] = ['nearest', 'lanczos', 'bilinear', 'bicubic', 'box', 'hamming'];

const typicalFields = ['size', 'crop_size', 'do_resize', 'do_rescale', 'do_normalize', 'image_mean', 'resample'];

/** Steps no plain classifier needs: with one of them on, the result would not be what the model was trained on. */
const unsupportedSteps = [
  'do_pad',
  'do_thumbnail',
  'do_align_long_axis',
  'do_crop_margin',
  'do_image_splitting',
  'do_color_quantize',
  'do_pan_and_scan',
];

/**
 * Reads a Hugging Face `preprocessor_config.json`: `do_resize`, `size`, `resample` (Pillow's number), `do_center_crop`,
 * `crop_size`, `crop_pct`, `do_rescale`, `rescale_factor`, `rescale_offset`, `do_normalize`, `image_mean`, `image_std`,
 * `include_top`, `do_flip_channel_order` (BGR; the flip comes before the mean), `do_grayscale`, and the class
 * (`image_processor_type`, `feature_extractor_type`) for what that class leaves unsaid.
 *
 * Absent fields: a step happens if its values are there (`size`, `crop_size`, `image_mean`); rescale is 1/255, or 1 if
 * the mean exceeds 1; `resample` is the class's default, bilinear for unknown classes; a bare `size` is the class's
 * reading, for unknown classes the shortest edge if a crop follows, else both sides.
 *
 * @param json the parsed file
 * @throws PreprocessingError naming the field and its value for anything that cannot be followed exactly.
 * @example
 * parsePreprocessorConfig(JSON.parse(text))
 */
export function parsePreprocessorConfig(json: unknown, source = 'preprocessor_config.json'): Preprocessing {
  const fields = readFields(json, source);
  if (typicalFields.every((name) => readValue(fields, name) === undefined)) {
    throw unusable(
      fields,
      'size',
      `none of ${typicalFields.join(', ')} is there, so this is no preprocessor_config.json`,
    );
  }
  for (const step of unsupportedSteps) {
    if (readBoolean(fields, step) === true) throw unusable(fields, step, 'this step is not supported; set it to false');
  }
  const processor = imageProcessorOf(fields);
  return checkPreprocessing({
    ...readGeometry(fields, processor),
    filter: readFilter(fields) ?? processor.filter,
    ...readPixelValues(fields, processor),
    channels: readChannels(fields),
    source,
  });
}

function readFilter(fields: Fields): ResizeFilter | undefined {
  const number = readNumber(fields, 'resample');
  if (number === undefined) return undefined;
  const filter = pillowFilters[number];
  if (filter !== undefined) return filter;
  throw unusable(
    fields,
    'resample',
    "it must be Pillow's number 0 to 5 (nearest, lanczos, bilinear, bicubic, box, hamming)",
  );
}

function readChannels(fields: Fields): ChannelOrder {
  if (readBoolean(fields, 'do_grayscale') === true || readNumber(fields, 'num_channels') === 1) return 'L';
  return readBoolean(fields, 'do_flip_channel_order') === true ? 'BGR' : 'RGB';
}
