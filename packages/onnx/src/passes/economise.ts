import type { StaticModel } from '../ir.ts';
import { computeUsedRows } from './computeUsedRows.ts';
import { markSelfGates } from './markSelfGates.ts';
import { recogniseGelu } from './recogniseGelu.ts';

const economies: readonly ((model: StaticModel) => StaticModel)[] = [recogniseGelu, computeUsedRows, markSelfGates];

/**
 * The same results for less work, forward and backward: before a model is differentiated by its input, to be run. Reports look at
 * it before. Values in between are not all there afterwards, or take their gradients elsewhere.
 */
export function economise(model: StaticModel): StaticModel {
  return economies.reduce((each, economy) => economy(each), model);
}
