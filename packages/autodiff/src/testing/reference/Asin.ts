import { type Forward, mapTensor } from '../tensor.ts';

/** y = arcsin x. */
export const Asin: Forward = ([x]) => mapTensor(x!, Math.asin);
