import { type Forward, mapTensor } from '../tensor.ts';

/** y = |x|. */
export const Abs: Forward = ([x]) => mapTensor(x!, Math.abs);
