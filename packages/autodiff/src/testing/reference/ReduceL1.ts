import { reduction } from './reduction.ts';

/** Sum of magnitudes over axes. */
export const ReduceL1 = reduction((line) => line.reduce((sum, value) => sum + Math.abs(value), 0));
