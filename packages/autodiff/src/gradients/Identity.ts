import type { GradientRule } from '../rule.ts';

/** y = x.  dx = dy. */
export const Identity: GradientRule = { op: 'Identity', backward: ({ cotangents: [dy] }) => [dy] };
