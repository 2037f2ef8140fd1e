import { at, type Forward, tabulate } from '../tensor.ts';

/** x in a border of a constant (input 2, default 0); negative amounts crop. Amounts are for the axes of input 3, or for all. */
export const Pad: Forward = ([x, pads, value, axes]) => {
  const rank = x!.shape.length;
  const named = axes ? Array.from(axes.data, (axis) => (axis + rank) % rank) : x!.shape.map((_, axis) => axis);
  const amount = (axis: number, side: 0 | 1) =>
    named.includes(axis) ? pads!.data[named.indexOf(axis) + side * named.length]! : 0;
  return tabulate(
    x!.shape.map((length, axis) => length + amount(axis, 0) + amount(axis, 1)),
    (index) => {
      const source = index.map((position, axis) => position - amount(axis, 0));
      const isInside = source.every((position, axis) => position >= 0 && position < x!.shape[axis]!);
      return isInside ? at(x!, source) : (value?.data[0] ?? 0);
    },
  );
};
