import { type Forward, mapTensor } from '../tensor.ts';

/** y = exp x. */
export const Exp: Forward = ([x]) => mapTensor(x!, Math.exp);
