import { type Forward, mapTensor } from '../tensor.ts';

/** y = ln x. */
export const Log: Forward = ([x]) => mapTensor(x!, Math.log);
