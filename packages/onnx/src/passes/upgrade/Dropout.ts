import type { Upgrade } from './upgrade.ts';

/** Before operator set 12 Dropout took its ratio (and, before 7, `is_test`) as attributes. At inference it passes its input on. */
export const Dropout: Upgrade = {
  op: 'Dropout',
  below: 12,
  rewrite: (node) => ({
    nodes: [
      {
        ...node,
        op: 'Identity',
        inputs: node.inputs.slice(0, 1),
        outputs: node.outputs.slice(0, 1),
        attributes: new Map(),
      },
    ],
  }),
};
