import { reduction } from './reduction.ts';

/** Product over axes. */
export const ReduceProd = reduction((line) => line.reduce((product, value) => product * value, 1));
