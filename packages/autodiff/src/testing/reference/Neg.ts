import { type Forward, mapTensor } from '../tensor.ts';

/** y = −x. */
export const Neg: Forward = ([x]) => mapTensor(x!, (value) => -value);
