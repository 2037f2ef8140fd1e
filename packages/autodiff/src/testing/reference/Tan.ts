import { type Forward, mapTensor } from '../tensor.ts';

/** y = tan x. */
export const Tan: Forward = ([x]) => mapTensor(x!, Math.tan);
