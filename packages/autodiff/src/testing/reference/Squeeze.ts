import { type Forward, withShape } from '../tensor.ts';

/** Without the named axes, or without all axes of length 1. */
export const Squeeze: Forward = ([x, axes]) => {
  const rank = x!.shape.length;
  const dropped = axes && Array.from(axes.data, (axis) => (axis + rank) % rank);
  return withShape(
    x!,
    x!.shape.filter((length, axis) => (dropped ? !dropped.includes(axis) : length !== 1)),
  );
};
