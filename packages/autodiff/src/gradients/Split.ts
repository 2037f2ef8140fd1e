import { int, intAttribute, normaliseAxis } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { padTo } from './padTo.ts';
import { zerosLike } from './zerosLike.ts';

/** y₀, y₁, … = consecutive parts of x along an axis.  dx = their cotangents side by side, zeros for a part without one. */
export const Split: GradientRule = {
  op: 'Split',
  backward({ g, node, inputs: [x], outputs, cotangents }) {
    const axis = normaliseAxis(intAttribute(node, 'axis', 0), x!.shape.length);
    const parts = outputs.flatMap((y, i) => (y!.shape[axis] === 0 ? [] : [{ y: y!, dy: cotangents[i] }]));
    const used = parts.flatMap(({ dy }, i) => (dy === undefined ? [] : [{ dy, i }]));
    if (used.length === 0) return [zerosLike(g, x!)];
    if (used.length === 1) {
      const start = parts.slice(0, used[0]!.i).reduce((sum, { y }) => sum + y.shape[axis]!, 0);
      const begin = x!.shape.map((_, i) => (i === axis ? start : 0));
      return [padTo(g, used[0]!.dy, begin, x!.shape)];
    }
    const pieces = parts.map(({ y, dy }) => dy ?? zerosLike(g, y));
    return [g.op('Concat', pieces, { shape: x!.shape, type: x!.type, attributes: { axis: int(axis) } })];
  },
};
