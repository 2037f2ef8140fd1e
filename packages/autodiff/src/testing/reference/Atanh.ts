import { type Forward, mapTensor } from '../tensor.ts';

/** y = artanh x. */
export const Atanh: Forward = ([x]) => mapTensor(x!, Math.atanh);
