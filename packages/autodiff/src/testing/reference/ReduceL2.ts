import { reduction } from './reduction.ts';

/** Root of the sum of squares over axes. */
export const ReduceL2 = reduction((line) => Math.hypot(...line));
