import { reduction } from './reduction.ts';

/** Logarithm of the sum over axes. */
export const ReduceLogSum = reduction((line) => Math.log(line.reduce((sum, value) => sum + value, 0)));
