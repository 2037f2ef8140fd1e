import { type Forward, mapTensor } from '../tensor.ts';

/** y = arcosh x. */
export const Acosh: Forward = ([x]) => mapTensor(x!, Math.acosh);
