import { type Forward, mapTensor } from '../tensor.ts';

/** y = tanh x. */
export const Tanh: Forward = ([x]) => mapTensor(x!, Math.tanh);
