import type { Upgrade } from './upgrade.ts';

/** Operator set 11 renamed Scatter to ScatterElements. */
export const Scatter: Upgrade = {
  op: 'Scatter',
  below: 11,
  rewrite: (node) => ({ nodes: [{ ...node, op: 'ScatterElements' }] }),
};
