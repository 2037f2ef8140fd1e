import { int, intsAttribute } from '../../attributes.ts';
import { int64Tensor } from '../../elements.ts';
import { type Upgrade, withoutAttributes } from './upgrade.ts';

/** Split's `split` attribute became an input in operator set 13, and an even split states `num_outputs` since 18. */
export const Split: Upgrade = {
  op: 'Split',
  below: 18,
  rewrite(node, { unique }) {
    const sizes = intsAttribute(node, 'split');
    if (sizes !== undefined) {
      const tensor = int64Tensor(unique(`${node.outputs[0]}/split`), [sizes.length], sizes);
      return {
        nodes: [{ ...withoutAttributes(node, 'split'), inputs: [node.inputs[0]!, tensor.name] }],
        initializers: [tensor],
      };
    }
    if (node.inputs[1]) return { nodes: [node] };
    return {
      nodes: [{ ...node, attributes: new Map([...node.attributes, ['num_outputs', int(node.outputs.length)]]) }],
    };
  },
};
