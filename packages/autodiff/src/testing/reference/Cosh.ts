import { type Forward, mapTensor } from '../tensor.ts';

/** y = cosh x. */
export const Cosh: Forward = ([x]) => mapTensor(x!, Math.cosh);
