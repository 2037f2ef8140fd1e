import { floatAttribute, intsAttribute } from '../../attributes.ts';
import { float32Tensor, int64Tensor } from '../../elements.ts';
import { type Upgrade, withoutAttributes } from './upgrade.ts';

/** Operator set 11 turned Pad's `pads` and `value` attributes into inputs. */
export const Pad: Upgrade = {
  op: 'Pad',
  below: 11,
  rewrite(node, { unique }) {
    const pads = intsAttribute(node, 'pads') ?? intsAttribute(node, 'paddings') ?? [];
    const amounts = int64Tensor(unique(`${node.outputs[0]}/pads`), [pads.length], pads);
    const value = float32Tensor(unique(`${node.outputs[0]}/value`), [], [floatAttribute(node, 'value', 0)]);
    return {
      nodes: [
        {
          ...withoutAttributes(node, 'pads', 'paddings', 'value'),
          inputs: [node.inputs[0]!, amounts.name, value.name],
        },
      ],
      initializers: [amounts, value],
    };
  },
};
