import { type Forward, mapTensor } from '../tensor.ts';

/** y = 1/x. */
export const Reciprocal: Forward = ([x]) => mapTensor(x!, (value) => 1 / value);
