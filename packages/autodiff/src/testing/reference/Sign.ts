import { type Forward, mapTensor } from '../tensor.ts';

/** y = −1, 0 or 1, the sign of x. */
export const Sign: Forward = ([x]) => mapTensor(x!, Math.sign);
