import { reduction } from './reduction.ts';

/** Mean over axes. */
export const ReduceMean = reduction((line) => line.reduce((sum, value) => sum + value, 0) / line.length);
