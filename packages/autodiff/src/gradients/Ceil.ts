import type { GradientRule } from '../rule.ts';

/** y = ⌈x⌉.  Its derivative is 0 wherever it exists, and at the steps 0 as in PyTorch: nothing passes back. */
export const Ceil: GradientRule = { op: 'Ceil', backward: () => [undefined] };
