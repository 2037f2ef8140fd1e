import { type Forward, mapTensor } from '../tensor.ts';

/** y = arsinh x. */
export const Asinh: Forward = ([x]) => mapTensor(x!, Math.asinh);
