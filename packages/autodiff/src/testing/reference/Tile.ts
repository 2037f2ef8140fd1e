import { at, type Forward, tabulate } from '../tensor.ts';

/** As many copies of x along each axis as input 1 says. */
export const Tile: Forward = ([x, repeats]) =>
  tabulate(
    x!.shape.map((length, axis) => length * repeats!.data[axis]!),
    (index) =>
      at(
        x!,
        index.map((position, axis) => position % x!.shape[axis]!),
      ),
  );
