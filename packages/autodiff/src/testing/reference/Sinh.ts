import { type Forward, mapTensor } from '../tensor.ts';

/** y = sinh x. */
export const Sinh: Forward = ([x]) => mapTensor(x!, Math.sinh);
