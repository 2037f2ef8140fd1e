import { type Forward, mapTensor } from '../tensor.ts';

/** y = min(max(x, lo), hi). */
export const Clip: Forward = ([x, lo, hi]) =>
  mapTensor(x!, (value) =>
    Math.min(Math.max(value, lo?.data[0] ?? Number.NEGATIVE_INFINITY), hi?.data[0] ?? Number.POSITIVE_INFINITY),
  );
