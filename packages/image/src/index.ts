export { assumedPreprocessing } from './assumedPreprocessing.ts';
export { type CropRounding, centreCrop } from './centreCrop.ts';
export { checkPhotoHeader, MAX_PIXELS, MIN_SIDE, type PhotoHeader } from './checkPhotoHeader.ts';
export { parsePreprocessorConfig } from './config/parsePreprocessorConfig.ts';
export { parsePretrainedConfig } from './config/parsePretrainedConfig.ts';
export { describePreprocessing } from './describePreprocessing.ts';
export { elementIndex } from './elementIndex.ts';
export { ImageError, PhotoError, PreprocessingError } from './errors.ts';
export { gaussianBlur, type Planes } from './gaussianBlur.ts';
export { parseLabels } from './parseLabels.ts';
export type { PixelImage } from './pixelImage.ts';
export { pngFrames } from './pngFrames.ts';
export { fixedSize, preparedSize, resizedSize, type Size } from './preparedSize.ts';
export { type PreparedPhoto, preparePhoto } from './preparePhoto.ts';
export { preparePixels } from './preparePixels.ts';
export {
  type ChannelOrder,
  type Crop,
  checkPreprocessing,
  type Preprocessing,
  type ResizeRule,
} from './preprocessing.ts';
export { type PreprocessingOptions, preprocessingFromOptions } from './preprocessingFromOptions.ts';
export { preset, presets } from './preset.ts';
export { resize } from './resize.ts';
export { isResizeFilter, type ResizeFilter, resizeFilters } from './resizeFilters.ts';
export { fromRgbChannelsFirst, type TensorSpec, toChannelsFirst, toRgbOrder } from './tensorSpec.ts';
export { toLuminance } from './toLuminance.ts';
export { type DecodedImage, toRgb } from './toRgb.ts';
