import { reduction } from './reduction.ts';

/** Smallest element over axes. */
export const ReduceMin = reduction((line) => Math.min(...line));
