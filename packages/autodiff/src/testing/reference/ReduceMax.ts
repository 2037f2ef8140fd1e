import { reduction } from './reduction.ts';

/** Largest element over axes. */
export const ReduceMax = reduction((line) => Math.max(...line));
