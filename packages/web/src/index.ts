/**
 * @module Engine, models and photos for browsers.
 */
export { PhotoError } from '@smoothgrad/image';
export { EngineClosedError, EngineError } from '@smoothgrad/onnx/runtime';
export type { Device, DeviceChoice, DeviceWishes } from './engine/chooseDevice.ts';
export { createWebEngine, type WebEngine, type WebEngineOptions } from './engine/createWebEngine.ts';
export { DeviceLostError, OutOfMemoryError } from './engine/errors.ts';
export { ModelFileError } from './model/errors.ts';
export { type NamedFile, openModel, type WebModel } from './model/openModel.ts';
export {
  openPhotoClassifier,
  type PhotoClassifier,
  type PhotoClassifierOptions,
  prepareModel,
} from './model/openPhotoClassifier.ts';
export { decodePhoto } from './photo/decodePhoto.ts';
