import { reduction } from './reduction.ts';

/** Sum of squares over axes. */
export const ReduceSumSquare = reduction((line) => line.reduce((sum, value) => sum + value * value, 0));
