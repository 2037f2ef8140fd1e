/**
 * @module Tools for testing gradient rules: central differences of naive float64 forwards.
 */
export { type CheckGradientOptions, checkGradient, GradientCheckError } from './checkGradient.ts';
export { type CheckSecondOrderOptions, checkSecondOrder } from './checkSecondOrder.ts';
export type { CaseInput, GradientCase } from './gradientCase.ts';
export { distinctValues, normalValues } from './random.ts';
export {
  at,
  broadcastAt,
  elementwise,
  type Forward,
  mapTensor,
  type ReferenceTensor,
  referenceTensor,
  tabulate,
  withShape,
} from './tensor.ts';
