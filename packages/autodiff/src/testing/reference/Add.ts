import { elementwise, type Forward } from '../tensor.ts';

/** y = a + b, broadcast. */
export const Add: Forward = ([a, b]) => elementwise(a!, b!, (left, right) => left + right);
