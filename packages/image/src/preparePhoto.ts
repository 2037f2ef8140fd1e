import { centreCrop } from './centreCrop.ts';
import { ImageError, PreprocessingError } from './errors.ts';
import { checkImage, type PixelImage } from './pixelImage.ts';
import { preparedSize, resizedSize } from './preparedSize.ts';
import { channelCount, checkPreprocessing, type Preprocessing, perChannel } from './preprocessing.ts';
import { resize } from './resize.ts';
import { fromRgbChannelsFirst, type TensorSpec } from './tensorSpec.ts';
import { toLuminance } from './toLuminance.ts';
import { toRgb } from './toRgb.ts';

/** A photo as the network sees it, and how its tensor depends on its pixels. */
export interface PreparedPhoto {
  readonly spec: TensorSpec;
  /** The resized and cropped photo as the network sees it, [C,H,W], RGB (or luminance) order, in [0,1]. */
  readonly pixels: Float32Array;
  /** The same, 8-bit interleaved, for pictures. */
  readonly image: PixelImage;
  /** The prepared tensor in the model's layout and channel order, batch of 1. */
  readonly tensor: Float32Array;
  /** d tensor / d pixel (pixels in [0,1]) for each channel in RGB (or L) order: 255 rescale / std_c. */
  readonly gain: Float64Array;
  /** The tensor's value where a pixel is 0, black, for each channel in RGB (or L) order: −mean_c / std_c. */
  readonly offset: Float64Array;
}

/**
 * A photo through the preprocessing: luminance if the model has one channel, resize, centre crop, then per channel
 * `(pixel * rescale - mean) / std` with pixels in 0..255, computed in float64 and rounded once to float32 (the same
 * operations in numpy or PyTorch float32 differ in the last bits, relative 1e-6). mean and std are in the model's order.
 *
 * @param image upright RGB or luminance pixels; luminance is repeated for colour models
 * @throws PreprocessingError if the preprocessing does not fit the model's input size or channels.
 * @throws ImageError if the picture is malformed.
 * @example
 * const { tensor } = preparePhoto(toRgb(decoded), preset('torchvision'), { layout: 'NCHW', channels: 'RGB', height: 224, width: 224 })
 */
export function preparePhoto(image: PixelImage, preprocessing: Preprocessing, spec: TensorSpec): PreparedPhoto {
  checkImage(image);
  checkPreprocessing(preprocessing);
  checkFit(image, preprocessing, spec);
  const prepared = sized(spec.channels === 'L' ? toLuminance(image) : asRgb(image), preprocessing);
  const count = channelCount(spec.channels);
  const mean = inRgbOrder(perChannel(preprocessing.mean, count), spec);
  const std = inRgbOrder(perChannel(preprocessing.std, count), spec);
  const area = spec.width * spec.height;
  const pixels = new Float32Array(count * area);
  const normalised = new Float32Array(count * area);
  for (let c = 0; c < count; c++) {
    for (let i = 0; i < area; i++) {
      const value = prepared.data[i * count + c]!;
      pixels[c * area + i] = value / 255;
      normalised[c * area + i] = (value * preprocessing.rescale - mean[c]!) / std[c]!;
    }
  }
  return {
    spec,
    pixels,
    image: prepared,
    tensor: fromRgbChannelsFirst(normalised, spec),
    gain: Float64Array.from(std, (value) => (255 * preprocessing.rescale) / value),
    offset: Float64Array.from(std, (value, c) => (0 - mean[c]!) / value),
  };
}

function checkFit(image: PixelImage, preprocessing: Preprocessing, spec: TensorSpec): void {
  const { source, channels } = preprocessing;
  if (channels !== spec.channels) {
    const option = { RGB: 'rgb', BGR: 'bgr', L: 'grey' }[spec.channels];
    throw new PreprocessingError(
      `The preprocessing (${source}) makes ${channels} images, but the model input is ${spec.channels}. Pass --channels ${option}.`,
    );
  }
  const { width, height } = preparedSize(preprocessing, image);
  if (width !== spec.width || height !== spec.height) {
    const option = spec.width === spec.height ? `${spec.width}` : `${spec.width}x${spec.height}`;
    throw new PreprocessingError(
      `The preprocessing (${source}) makes images of ${width}x${height} pixels (width x height), but the model input is ${spec.width}x${spec.height}. Pass --size ${option}.`,
    );
  }
}

/** Pixels of a resized photo, before the crop: 100 megapixels, the limit for photos themselves. */
const MAX_RESIZED = 100_000_000;

function sized(image: PixelImage, preprocessing: Preprocessing): PixelImage {
  const { width, height } = resizedSize(preprocessing.resize, image);
  if (width * height > MAX_RESIZED) {
    throw new ImageError(
      `The photo of ${image.width}x${image.height} pixels is too long for its width: resized it would have ${width}x${height}. Cut it to the part that matters.`,
    );
  }
  const resized = resize(image, width, height, preprocessing.filter);
  const { crop } = preprocessing;
  return crop === undefined ? resized : centreCrop(resized, crop.width, crop.height, crop.rounding);
}

function asRgb(image: PixelImage): PixelImage {
  return image.channels === 3 ? image : toRgb(image);
}

function inRgbOrder(values: readonly number[], spec: TensorSpec): readonly number[] {
  return spec.channels === 'BGR' ? values.toReversed() : values;
}
