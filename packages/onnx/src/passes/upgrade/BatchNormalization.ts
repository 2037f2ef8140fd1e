import { intAttribute } from '../../attributes.ts';
import { InvalidModelError } from '../../errors.ts';
import { nodeLabel } from '../../ir.ts';
import { type Upgrade, withoutAttributes } from './upgrade.ts';

/** Before operator set 14 the statistics of training were further outputs, and before 9 `spatial = 0` asked for one scale an element. */
export const BatchNormalization: Upgrade = {
  op: 'BatchNormalization',
  below: 14,
  rewrite(node) {
    if (intAttribute(node, 'spatial', 1) === 0) {
      throw new InvalidModelError(
        `BatchNormalization at '${nodeLabel(node)}' uses spatial = 0, which was removed from ONNX in operator set 9: export the model again`,
      );
    }
    return {
      nodes: [
        { ...withoutAttributes(node, 'spatial', 'is_test', 'consumed_inputs'), outputs: node.outputs.slice(0, 1) },
      ],
    };
  },
};
