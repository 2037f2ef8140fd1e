import { type Forward, mapTensor } from '../tensor.ts';
import { errorFunction } from './errorFunction.ts';

/** y = erf x. */
export const Erf: Forward = ([x]) => mapTensor(x!, errorFunction);
