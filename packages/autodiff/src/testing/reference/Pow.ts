import { elementwise, type Forward } from '../tensor.ts';

/** y = x^p, broadcast. */
export const Pow: Forward = ([x, p]) => elementwise(x!, p!, (base, exponent) => base ** exponent);
