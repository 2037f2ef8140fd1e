import { reduction } from './reduction.ts';

/** Sum over axes. */
export const ReduceSum = reduction((line) => line.reduce((sum, value) => sum + value, 0));
