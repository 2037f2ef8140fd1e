import { elementwise, type Forward } from '../tensor.ts';

/** y = x where x ≥ 0, else slope·x, the slope broadcast to x. */
export const PRelu: Forward = ([x, slope]) =>
  elementwise(x!, slope!, (value, factor) => (value >= 0 ? value : factor * value));
