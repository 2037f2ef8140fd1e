import { floatTypes } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';

/** y = x in another type.  dx = dy in the type of x. From or to an integer type nothing passes: the walk does not come here. */
export const Cast: GradientRule = {
  op: 'Cast',
  backward: ({ g, inputs: [x], cotangents: [dy] }) => [floatTypes.has(x!.type) ? g.cast(dy!, x!.type) : undefined],
};
