import type { GradientRule } from '../rule.ts';

/** y = a + b.  da = dy, db = dy. */
export const Add: GradientRule = { op: 'Add', backward: ({ cotangents: [dy] }) => [dy, dy] };
