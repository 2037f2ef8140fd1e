import { at, type Forward, tabulate } from '../tensor.ts';

/** Elements from `start` up to, not including, `end` in steps; negative bounds count from the end, bounds outside are clamped. */
export const Slice: Forward = ([x, starts, ends, axes, steps]) => {
  const shape = [...x!.shape];
  const from = shape.map(() => 0);
  const by = shape.map(() => 1);
  starts!.data.forEach((_, i) => {
    const axis = ((axes?.data[i] ?? i) + shape.length) % shape.length;
    const length = x!.shape[axis]!;
    const step = steps?.data[i] ?? 1;
    const bound = (value: number, lowest: number, highest: number) =>
      Math.min(Math.max(value < 0 ? value + length : value, lowest), highest);
    const start = step > 0 ? bound(starts!.data[i]!, 0, length) : bound(starts!.data[i]!, 0, length - 1);
    const end = step > 0 ? bound(ends!.data[i]!, 0, length) : bound(ends!.data[i]!, -1, length - 1);
    [from[axis], by[axis]] = [start, step];
    shape[axis] = Math.max(0, Math.ceil((end - start) / step));
  });
  return tabulate(shape, (index) =>
    at(
      x!,
      index.map((position, axis) => from[axis]! + position * by[axis]!),
    ),
  );
};
