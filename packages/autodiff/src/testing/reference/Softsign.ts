import { type Forward, mapTensor } from '../tensor.ts';

/** y = x/(1 + |x|). */
export const Softsign: Forward = ([x]) => mapTensor(x!, (value) => value / (1 + Math.abs(value)));
