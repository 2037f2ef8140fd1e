import { type Forward, mapTensor } from '../tensor.ts';

/** y = ⌈x⌉. */
export const Ceil: Forward = ([x]) => mapTensor(x!, Math.ceil);
