import type { GradientRule } from '../rule.ts';

/** y = −1, 0 or 1, the sign of x.  Its derivative is 0 wherever it exists, and at the steps 0 as in PyTorch: nothing passes back. */
export const Sign: GradientRule = { op: 'Sign', backward: () => [undefined] };
