import { reduction } from './reduction.ts';

/** Logarithm of the sum of exponentials over axes, relative to the largest. */
export const ReduceLogSumExp = reduction((line) => {
  const top = Math.max(...line);
  return top + Math.log(line.reduce((sum, value) => sum + Math.exp(value - top), 0));
});
