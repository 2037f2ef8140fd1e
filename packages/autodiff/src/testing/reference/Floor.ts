import { type Forward, mapTensor } from '../tensor.ts';

/** y = ⌊x⌋. */
export const Floor: Forward = ([x]) => mapTensor(x!, Math.floor);
