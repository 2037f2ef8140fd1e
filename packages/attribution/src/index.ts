/**
 * @module Attribution methods, SmoothGrad and its statistics, on any Engine.
 */
export { decodeNpy, encodeNpy, InvalidNpyError, type NpyArray, type NpyInput } from './arrays/npy.ts';
export { decodeNpz, encodeNpz, InvalidNpzError } from './arrays/npz.ts';
export type { Activation } from './classifier/activation.ts';
export {
  type Classifier,
  type Compiled,
  type Compiler,
  createCompiler,
  type GradientResult,
  type LoadOptions,
  loadClassifier,
  type OpenOptions,
  openClassifier,
} from './classifier/classifier.ts';
export type { CompiledClassifier, ScoreKind } from './classifier/compiledClassifier.ts';
export type { ClassifierOptions, Compilation } from './classifier/compileExplainer.ts';
export type { Derivative } from './classifier/derivative.ts';
export { ClassifierError } from './classifier/errors.ts';
export { buildExplainer, type ExplainerOptions } from './classifier/explainer.ts';
export { forwardRecipe } from './classifier/forwardRecipe.ts';
export { type BackwardOptions, backwardRecipe, gradientRecipe } from './classifier/gradientRecipe.ts';
export { findImageInput, type ImageInput } from './classifier/imageInput.ts';
export { type Inspection, inspectClassifier } from './classifier/inspect.ts';
export type { OperatorCount, OperatorStatus } from './classifier/inspectOperators.ts';
export { type Prediction, probabilities, topClass, topPredictions } from './classifier/predictions.ts';
export { type PreparedClassifier, type PrepareOptions, prepareClassifier } from './classifier/prepare.ts';
export type { Profile, ProfileRow } from './classifier/profile.ts';
export {
  checkFinite,
  type Feeds,
  loadProgram,
  type Program,
  type ProgramOptions,
  type ProgramResult,
} from './classifier/program.ts';
export type { BuildContext, BuiltProgram, Fact, Facts, Recipe } from './classifier/recipe.ts';
export { type FindScoresOptions, findScores, type Scores } from './classifier/scores.ts';
export {
  type Attribution,
  type ClassChoice,
  type Contrast,
  type ExplainAllOptions,
  type ExplainOptions,
  explain,
  explainAll,
  type PreparedTensor,
  type Progress,
  predict,
  refine,
  refineAll,
  StoppedError,
  type Subject,
  type TargetChoice,
} from './explain.ts';
export { AmbiguousLabelError, type LabelMatch, UnknownLabelError } from './labels/matchLabel.ts';
export { labelOf, resolveTarget, type Target, type TargetContext, TargetRangeError } from './labels/resolveTarget.ts';
export { type Baseline, BaselineError, type BaselineName, baselineNames, baselineTensor } from './methods/baselines.ts';
export { cam } from './methods/cam.ts';
export { deconvnet } from './methods/deconvnet.ts';
export { type DeepLiftOptions, deepLift } from './methods/deepLift.ts';
export { LayerError, MethodMismatchError } from './methods/errors.ts';
export { type GradCamOptions, gradCam } from './methods/gradCam.ts';
export { gradient } from './methods/gradient.ts';
export { gradientTimesInput } from './methods/gradientTimesInput.ts';
export { guidedBackprop } from './methods/guidedBackprop.ts';
export { type GuidedGradCamOptions, guidedGradCam } from './methods/guidedGradCam.ts';
export { type IntegratedGradientsOptions, integratedGradients } from './methods/integratedGradients.ts';
export { lossGradient } from './methods/lossGradient.ts';
export { type LrpOptions, lrp } from './methods/lrp.ts';
export type {
  Estimate,
  Evaluation,
  Finding,
  Method,
  NamedArray,
  NamedArrays,
  NoiseReport,
  Problem,
  SmoothingReport,
  StopSignal,
  TargetEstimate,
} from './methods/method.ts';
export { NonFiniteError } from './methods/nonFiniteError.ts';
export { type OcclusionOptions, occlusion } from './methods/occlusion.ts';
export { type PredictionDifferenceOptions, predictionDifference } from './methods/predictionDifference.ts';
export { type QuadratureRule, quadratureRules } from './methods/quadrature.ts';
export type { MapUnit } from './methods/unit.ts';
export type { Upsampling } from './methods/upsample.ts';
export { type Side, WindowError } from './methods/windows.ts';
export { PatchError } from './patches/errors.ts';
export {
  type ChosenPreprocessing,
  choosePreprocessing,
  chooseSize,
  type PreprocessingChoice,
} from './photos/choosePreprocessing.ts';
export { type PhotoClassifier, type PhotoSettings, withPhotos } from './photos/photoClassifier.ts';
export {
  type PublishedFiles,
  type PublishedModel,
  publishedLabels,
  publishedPreprocessing,
} from './photos/publishedModel.ts';
export { normalNoise } from './random/normal.ts';
export { type AggregationName, aggregations } from './smoothing/aggregations/index.ts';
export { inOrder } from './smoothing/inOrder.ts';
export { createNoise, type GaussianNoise, type Noise, type NoiseSource } from './smoothing/noise.ts';
export {
  type PresetName,
  type PresetPicture,
  presetNames,
  type SmoothGradPreset,
  smoothGradPreset,
} from './smoothing/presets.ts';
export { type SamplingName, samplings } from './smoothing/sampling/index.ts';
export { type SmoothGradOptions, smoothGrad } from './smoothing/smoothGrad.ts';
export { createWelford, type Welford } from './statistics/welford.ts';
