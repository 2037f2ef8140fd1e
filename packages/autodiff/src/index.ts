/**
 * @module Differentiate ONNX graphs: a graph in, its gradient graph out.
 */
export {
  type Differentiated,
  type DifferentiateOptions,
  differentiate,
  differentiationObstacles,
  nodesOnPath,
} from './differentiate.ts';
export { NotDifferentiableError, type Obstacle } from './errors.ts';
export type { BackwardContext, GradientRule, RuleContext, RuleTable } from './rule.ts';
export { type ActivationCount, countActivations } from './rules/countActivations.ts';
export { deconvnet } from './rules/deconvnet.ts';
export { deepLiftRules } from './rules/deeplift.ts';
export { guided } from './rules/guided.ts';
export type { Bounds } from './rules/lrp/box.ts';
export {
  type CompositePlace,
  type LrpCompositeName,
  type LrpParameters,
  lrpComposite,
  lrpCompositeNames,
  needsBounds,
} from './rules/lrp/composites.ts';
export type { Relevance } from './rules/lrp/relevance.ts';
export { relevanceSeed } from './rules/lrp/seed.ts';
export { type LrpOptions, lrpRules } from './rules/lrp/table.ts';
export { isRectifier, type RectifierContext } from './rules/rectifiers.ts';
export { standard } from './rules/standard.ts';
