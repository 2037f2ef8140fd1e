import { elementCount } from '@smoothgrad/onnx';
import type { GradientRule } from '../rule.ts';
import { zerosLike } from './zerosLike.ts';

/** y = copies of x side by side along each axis.  dx = the sum of their cotangents. */
export const Tile: GradientRule = {
  op: 'Tile',
  backward({ g, inputs: [x], cotangents: [dy] }) {
    if (elementCount(dy!.shape) === 0) return [zerosLike(g, x!)];
    const repeats = x!.shape.map((length, axis) => dy!.shape[axis]! / length);
    const split = x!.shape.flatMap((length, axis) => (repeats[axis] === 1 ? [length] : [repeats[axis]!, length]));
    // Every repeated axis before has brought one axis more.
    const before = (axis: number) => repeats.slice(0, axis).filter((count) => count !== 1).length;
    const copies = repeats.flatMap((count, axis) => (count === 1 ? [] : [axis + before(axis)]));
    return [g.reduceSum(g.reshape(dy!, split), copies, false)];
  },
};
