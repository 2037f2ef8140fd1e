/**
 * @module Read, edit and write ONNX graphs; the `Engine` interface.
 */
export {
  float,
  floatAttribute,
  int,
  intAttribute,
  ints,
  intsAttribute,
  string,
  stringAttribute,
  tensorAttribute,
} from './attributes.ts';
export {
  createBuilder,
  type GraphBuilder,
  hasNoGradient,
  isStraightThrough,
  NO_GRADIENT,
  type OperatorOptions,
  STRAIGHT_THROUGH,
} from './builder.ts';
export {
  byteLength,
  bytesToNumbers,
  float32Tensor,
  floatTypes,
  halfToNumber,
  inlineNumbers,
  int64Tensor,
  LARGEST_FLOAT32,
} from './elements.ts';
export type {
  Engine,
  EngineData,
  EngineTensor,
  OperatorTimes,
  Session,
  SessionOptions,
  SessionValue,
  Target,
  WeightSource,
} from './engine.ts';
export { ExternalDataError, InvalidModelError, SpecialisationError } from './errors.ts';
export {
  type Attribute,
  type Dimension,
  type ElementType,
  type Graph,
  type GraphNode,
  type Model,
  type ModelFunction,
  type NodeOrigin,
  nodeLabel,
  operatorName,
  type StaticModel,
  type Tensor,
  type TensorData,
  type TensorType,
  type Value,
  type ValueInfo,
} from './ir.ts';
export { computeInFloat32 } from './passes/computeInFloat32.ts';
export { refusalOf } from './passes/decompose/decomposition.ts';
export { economise } from './passes/economise.ts';
export { foldAffines } from './passes/foldAffines.ts';
export {
  ancestors,
  bodiesOf,
  dependents,
  namesOf,
  producersOf,
  readsOf,
  tensorsOf,
  valuesOf,
  withoutDeadCode,
} from './passes/graphWalks.ts';
export { initializersToInputs } from './passes/initializersToInputs.ts';
export { isNormalisation, markDenominators } from './passes/markDenominators.ts';
export { gateInput, isGate, markGates } from './passes/markGates.ts';
export { isSelfGate, markSelfGates } from './passes/markSelfGates.ts';
export { normalise } from './passes/normalise.ts';
export { nameInFile, withOrigins } from './passes/origins.ts';
export { isApproximated, keepsNumbers } from './passes/quantised/marks.ts';
export { recogniseGelu } from './passes/recogniseGelu.ts';
export { renameValues } from './passes/renameValues.ts';
export { shareGelu } from './passes/shareGelu.ts';
export { type Twin, withTwin } from './passes/twin.ts';
export { elementTypeOf } from './protobuf/elementTypes.ts';
export { readModel } from './protobuf/readModel.ts';
export type { ByteSource } from './protobuf/withoutWeights.ts';
export { writeModel } from './protobuf/writeModel.ts';
export type { ReadBytes, WeightWriting } from './protobuf/writeTensor.ts';
export { broadcastShapes, elementCount, normaliseAxis, sameShape } from './shapes.ts';
export { type SpecialiseOptions, specialise } from './specialise.ts';
