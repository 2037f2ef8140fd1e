/**
 * @module Attribution methods, SmoothGrad and its statistics, on any Engine.
 */
export { decodeNpy, encodeNpy, InvalidNpyError, type NpyArray, type NpyInput } from './arrays/npy.ts';
export { decodeNpz, encodeNpz, InvalidNpzError } from './arrays/npz.ts';
export type { Activation } from './classifier/activation.ts';
export {
  type Classifier,
  compileClassifier,
  type GradientResult,
  type LoadOptions,
  loadClassifier,
  openClassifier,
} from './classifier/classifier.ts';
export type { CompiledClassifier, ScoreKind } from './classifier/compiledClassifier.ts';
export type { ClassifierOptions, Compilation } from './classifier/compileExplainer.ts';
export type { Derivative } from './classifier/derivative.ts';
export { ClassifierError } from './classifier/errors.ts';
export { buildExplainer, type ExplainerOptions } from './classifier/explainer.ts';
export { findImageInput, type ImageInput } from './classifier/imageInput.ts';
export { type Inspection, inspectClassifier } from './classifier/inspect.ts';
export type { OperatorCount, OperatorStatus } from './classifier/inspectOperators.ts';
export { type Prediction, probabilities, topClass, topPredictions } from './classifier/predictions.ts';
export { type PreparedClassifier, type PrepareOptions, prepareClassifier } from './classifier/prepare.ts';
export type { Profile, ProfileRow } from './classifier/profile.ts';
export { type FindScoresOptions, findScores, type Scores } from './classifier/scores.ts';
export {
  type Attribution,
  type ExplainOptions,
  explain,
  type PreparedTensor,
  type Progress,
  predict,
  refine,
  StoppedError,
  type Subject,
} from './explain.ts';
export { AmbiguousLabelError, type LabelMatch, UnknownLabelError } from './labels/matchLabel.ts';
export { labelOf, resolveTarget, type Target, type TargetContext, TargetRangeError } from './labels/resolveTarget.ts';
export { gradient } from './methods/gradient.ts';
export type { Estimate, Evaluation, Method, NoiseReport, Problem, StopSignal } from './methods/method.ts';
export { NonFiniteError } from './methods/nonFiniteError.ts';
export { normalNoise } from './random/normal.ts';
export type { GaussianNoise, Noise } from './smoothing/noise.ts';
export { type SmoothGradOptions, smoothGrad } from './smoothing/smoothGrad.ts';
export { createWelford, type Welford } from './statistics/welford.ts';
