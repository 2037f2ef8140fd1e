import { nodesOnPath } from '@smoothgrad/autodiff';
import { isStraightThrough, type StaticModel } from '@smoothgrad/onnx';

/**
 * What a gradient is: the derivative, or, in quantised models, the straight-through estimate, which passes rounding as if it
 * were the identity.
 */
export type Derivative = 'exact' | 'straight-through';

/** What the gradient of `scores` by `input` rests on. */
export function derivativeOf(model: StaticModel, scores: string, input: string): Derivative {
  return nodesOnPath(model, scores, [input]).some(isStraightThrough) ? 'straight-through' : 'exact';
}
