import { elementCount, int, intAttribute, normaliseAxis, string } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';

/**
 * y = slices of x along an axis, chosen by integer indices.  dx = zeros with the slices of dy added at their indices.
 * Emitted as ScatterElements(add), which is sequential: ScatterND(add) races in ONNX Runtime (gradients.md, trap 1).
 */
export const Gather: GradientRule = {
  op: 'Gather',
  indexInputs: [1],
  backward({ g, node, inputs: [x, indices], cotangents: [dy] }) {
    const axis = normaliseAxis(intAttribute(node, 'axis', 0), x!.shape.length);
    const count = elementCount(indices!.shape);
    const flat = x!.shape.map((dimension, i) => (i === axis ? count : dimension));
    const along = x!.shape.map((_, i) => (i === axis ? count : 1));
    const zeros = g.expand(g.scalar(0, x!), x!.shape);
    const at = g.expand(g.reshape(g.cast(indices!, 'int64'), along), flat);
    return [
      g.op('ScatterElements', [zeros, at, g.reshape(dy!, flat)], {
        shape: x!.shape,
        attributes: { axis: int(axis), reduction: string('add') },
      }),
    ];
  },
};
