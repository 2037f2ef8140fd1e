import type { GradientRule } from '../rule.ts';

/** y = x rounded to the nearest integer, halves to even.  Its derivative is 0 wherever it exists, and at the steps 0 as in PyTorch: nothing passes back. */
export const Round: GradientRule = { op: 'Round', backward: () => [undefined] };
