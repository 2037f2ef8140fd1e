import { type Forward, mapTensor } from '../tensor.ts';

/** y = √x. */
export const Sqrt: Forward = ([x]) => mapTensor(x!, Math.sqrt);
