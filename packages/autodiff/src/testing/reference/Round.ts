import { type Forward, mapTensor } from '../tensor.ts';

/** y = x rounded to the nearest integer, halves to even. */
export const Round: Forward = ([x]) =>
  mapTensor(x!, (value) => (value - Math.floor(value) === 0.5 ? 2 * Math.round(value / 2) : Math.round(value)));
