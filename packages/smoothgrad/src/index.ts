/**
 * @module Everything a Node program needs to explain ONNX image classifiers.
 */
export {
  type Attribution,
  type Classifier,
  type Estimate,
  type ExplainOptions,
  gradient,
  labelOf,
  type Method,
  type NoiseReport,
  type Prediction,
  type Problem,
  type Progress,
  refine,
  resolveTarget,
  type SmoothGradOptions,
  type Subject,
  smoothGrad,
} from '@smoothgrad/attribution';
export { type PreparedPhoto, type Preprocessing, preset, presets } from '@smoothgrad/image';
export {
  createNodeEngine,
  type ExplainFilesOptions,
  type Explanation,
  explainFiles as explain,
  type LoadedModel,
  loadModel,
  type NodeEngineOptions,
  openPhotoClassifier,
  type PhotoClassifier,
  type PhotoClassifierOptions,
} from '@smoothgrad/node';
export { colormaps, encodePng, layouts, pixelMap, readProvenance, scaleMap, sceneToSvg } from '@smoothgrad/render';
export { defaultModelPath } from './model/defaultModel.ts';
export { type DrawnPicture, drawPicture, type PictureFlags } from './picture/drawPicture.ts';
