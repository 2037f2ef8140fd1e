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
export { guided } from './rules/guided.ts';
export { isRectifier, type RectifierContext } from './rules/rectifiers.ts';
export { standard } from './rules/standard.ts';
