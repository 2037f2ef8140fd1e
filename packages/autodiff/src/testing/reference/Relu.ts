import { type Forward, mapTensor } from '../tensor.ts';

/** y = max(x, 0). */
export const Relu: Forward = ([x]) => mapTensor(x!, (value) => Math.max(value, 0));
