import { type Forward, mapTensor } from '../tensor.ts';

/** y = x·tanh(log(1 + exp x)). */
export const Mish: Forward = ([x]) => mapTensor(x!, (value) => value * Math.tanh(Math.log1p(Math.exp(value))));
