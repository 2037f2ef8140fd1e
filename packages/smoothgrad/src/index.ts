/**
 * @module Everything a Node program needs to explain ONNX image classifiers.
 */
export {
  type AggregationName,
  type Attribution,
  aggregations,
  type Classifier,
  type Contrast,
  cam,
  deconvnet,
  type Estimate,
  type ExplainAllOptions,
  type ExplainOptions,
  explainAll,
  gradCam,
  gradient,
  gradientTimesInput,
  guidedBackprop,
  guidedGradCam,
  integratedGradients,
  LayerError,
  labelOf,
  lossGradient,
  type MapUnit,
  type Method,
  MethodMismatchError,
  type NoiseReport,
  occlusion,
  type Prediction,
  type Problem,
  type Progress,
  predict,
  predictionDifference,
  presetNames as smoothGradPresetNames,
  refine,
  refineAll,
  resolveTarget,
  type SamplingName,
  type SmoothGradOptions,
  type Subject,
  samplings,
  smoothGrad,
  smoothGradPreset,
  type TargetChoice,
} from '@smoothgrad/attribution';
export {
  type Figure,
  type FigureContext,
  FigureError,
  type FigureOptions,
  type FigurePhoto,
  figureNamed,
  figures,
} from '@smoothgrad/figures';
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
  rasteriseSvg,
} from '@smoothgrad/node';
export { colormaps, encodePng, layouts, pixelMap, readProvenance, scaleMap, sceneToSvg } from '@smoothgrad/render';
export { type MadeFigure, type MakeFigureOptions, makeFigure } from './figure/makeFigure.ts';
export { defaultModelPath } from './model/defaultModel.ts';
export { type DrawnPicture, drawPicture, type PictureFlags } from './picture/drawPicture.ts';
