import { type Forward, mapTensor } from '../tensor.ts';

/** y = arccos x. */
export const Acos: Forward = ([x]) => mapTensor(x!, Math.acos);
