import { intAttribute } from '../../attributes.ts';
import { int64Tensor } from '../../elements.ts';
import { type Upgrade, withoutAttributes } from './upgrade.ts';

/** Operator set 10 turned TopK's attribute `k` into an input. */
export const TopK: Upgrade = {
  op: 'TopK',
  below: 10,
  rewrite(node, { unique }) {
    const k = int64Tensor(unique(`${node.outputs.find((name) => name !== '')}/k`), [1], [intAttribute(node, 'k', 1)]);
    return {
      nodes: [{ ...withoutAttributes(node, 'k'), inputs: [node.inputs[0]!, k.name] }],
      initializers: [k],
    };
  },
};
