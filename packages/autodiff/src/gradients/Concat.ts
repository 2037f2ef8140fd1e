import { intAttribute, normaliseAxis } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';

/** y = inputs side by side along an axis.  Each dx is its slice of dy. */
export const Concat: GradientRule = {
  op: 'Concat',
  backward({ g, node, inputs, needs, cotangents: [dy] }) {
    const axis = normaliseAxis(intAttribute(node, 'axis', 0), dy!.shape.length);
    let start = 0;
    return inputs.map((x, i) => {
      const from = start;
      start += x!.shape[axis]!;
      if (!needs[i]) return undefined;
      return g.op('Slice', [dy!, g.int64([from]), g.int64([start]), g.int64([axis])], { shape: x!.shape });
    });
  },
};
