import { type Forward, mapTensor } from '../tensor.ts';

/** y = 1/(1 + exp(−x)). */
export const Sigmoid: Forward = ([x]) => mapTensor(x!, (value) => 1 / (1 + Math.exp(-value)));
