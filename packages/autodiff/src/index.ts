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
export { standard } from './rules/standard.ts';
