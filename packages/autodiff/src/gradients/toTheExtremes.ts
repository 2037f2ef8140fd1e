import type { Value } from '@smoothgrad/onnx';
import type { BackwardContext } from '../rule.ts';
import { readReduction } from './reducedAxes.ts';

/** dy of ReduceMax or ReduceMin, shared by the elements that equal y. The runtime copies one of them: the comparison is exact. */
export function toTheExtremes(context: BackwardContext): Value[] {
  const { g } = context;
  const { x, y, dy, axes } = readReduction(context);
  const mask = g.cast(g.compare('Equal', x, y()), x.type);
  return [g.mul(mask, g.div(dy, g.reduceSum(mask, axes, true)))];
}
