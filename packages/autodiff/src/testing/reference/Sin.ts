import { type Forward, mapTensor } from '../tensor.ts';

/** y = sin x. */
export const Sin: Forward = ([x]) => mapTensor(x!, Math.sin);
