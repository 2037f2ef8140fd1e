import { type Forward, mapTensor } from '../tensor.ts';

/** y = log(1 + exp x). */
export const Softplus: Forward = ([x]) =>
  mapTensor(x!, (value) => Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value))));
