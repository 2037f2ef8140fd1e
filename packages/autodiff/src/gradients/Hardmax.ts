import type { GradientRule } from '../rule.ts';

/** y = 1 at the first maximum along an axis, else 0. Its derivative is 0 wherever it exists: everything before it would be missing. */
export const Hardmax: GradientRule = {
  op: 'Hardmax',
  refuse: () =>
    'its output only tells where the maximum is (1 there, 0 elsewhere): no derivative passes; explain the values before it',
  backward: () => [undefined],
};
