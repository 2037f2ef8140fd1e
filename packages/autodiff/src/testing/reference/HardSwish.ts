import { type Forward, mapTensor } from '../tensor.ts';

/** y = x·max(0, min(1, x/6 + 1/2)). */
export const HardSwish: Forward = ([x]) => mapTensor(x!, (value) => value * Math.max(0, Math.min(1, value / 6 + 0.5)));
