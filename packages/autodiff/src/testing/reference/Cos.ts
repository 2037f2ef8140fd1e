import { type Forward, mapTensor } from '../tensor.ts';

/** y = cos x. */
export const Cos: Forward = ([x]) => mapTensor(x!, Math.cos);
