import type { GradientRule } from '../rule.ts';

/** y = x broadcast to a shape.  dx = dy summed over the broadcast axes, which the walk does. */
export const Expand: GradientRule = { op: 'Expand', backward: ({ cotangents: [dy] }) => [dy] };
