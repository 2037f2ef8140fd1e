import { int } from '../../attributes.ts';
import { type GraphBuilder, NO_GRADIENT } from '../../builder.ts';
import type { Value } from '../../ir.ts';
import { roundToLimits } from './affine.ts';

/** What `DynamicQuantizeLinear` makes of its input. */
export interface DynamicallyQuantised {
  /** Whole numbers from 0 to 255. */
  readonly q: Value;
  readonly scale: Value;
  /** A whole number in float32. */
  readonly zeroPoint: Value;
}

/**
 * The 8-bit scale and zero point that just cover 0 and all numbers of x, and x in them. Both are constants to the derivative,
 * as in PyTorch: only the rounding between them is estimated.
 */
export function quantiseDynamically(g: GraphBuilder, x: Value): DynamicallyQuantised {
  const fixed = (op: string, ...inputs: Value[]) => g.op(op, inputs, { shape: [], metadata: NO_GRADIENT });
  const extreme = (op: string) => g.op(op, [x], { shape: [], attributes: { keepdims: int(0) }, metadata: NO_GRADIENT });
  const zero = g.scalar(0, x);
  const lowest = fixed('Min', extreme('ReduceMin'), zero);
  const range = fixed('Sub', fixed('Max', extreme('ReduceMax'), zero), lowest);
  // All numbers are 0 where the range is.
  const isNothing = g.compare('Equal', range, zero);
  const scale = g.op('Where', [isNothing, g.scalar(1, x), fixed('Div', range, g.scalar(255, x))], {
    shape: [],
    type: x.type,
    metadata: NO_GRADIENT,
  });
  const zeroPoint = fixed('Round', fixed('Div', fixed('Neg', lowest), scale));
  const { value } = roundToLimits(g, g.div(x, scale), zeroPoint, [0, 255]);
  return { q: value, scale, zeroPoint };
}
