import { elementwise, type Forward } from '../tensor.ts';

/** y = a/b, broadcast. */
export const Div: Forward = ([a, b]) => elementwise(a!, b!, (left, right) => left / right);
