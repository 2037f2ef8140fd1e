import { type Forward, withShape } from '../tensor.ts';

/** With axes of length 1 at the named positions of the result. */
export const Unsqueeze: Forward = ([x, axes]) => {
  const rank = x!.shape.length + axes!.data.length;
  const added = Array.from(axes!.data, (axis) => (axis + rank) % rank);
  const lengths = [...x!.shape];
  return withShape(
    x!,
    Array.from({ length: rank }, (_, axis) => (added.includes(axis) ? 1 : lengths.shift()!)),
  );
};
