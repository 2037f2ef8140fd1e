import { type Forward, mapTensor } from '../tensor.ts';

/** y = arctan x. */
export const Atan: Forward = ([x]) => mapTensor(x!, Math.atan);
