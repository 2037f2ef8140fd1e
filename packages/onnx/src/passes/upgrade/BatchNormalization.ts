import { int, intAttribute } from '../../attributes.ts';
import { InvalidModelError } from '../../errors.ts';
import { nodeLabel } from '../../ir.ts';
import { type Upgrade, withoutAttributes } from './upgrade.ts';

/**
 * Before operator set 14 five outputs asked for training mode, the last two of which nobody has today, and before 9 `spatial = 0`
 * asked for one scale an element.
 */
export const BatchNormalization: Upgrade = {
  op: 'BatchNormalization',
  below: 14,
  rewrite(node, { unique }) {
    if (intAttribute(node, 'spatial', 1) === 0) {
      throw new InvalidModelError(
        `BatchNormalization at '${nodeLabel(node)}' uses spatial = 0, which was removed from ONNX in operator set 9: export the model again`,
      );
    }
    const plain = withoutAttributes(node, 'spatial', 'is_test', 'consumed_inputs');
    const [y = '', ...statistics] = node.outputs;
    if (statistics.length === 0) return { nodes: [plain] };
    const running = statistics.slice(0, 2).map((name) => name || unique(`${y}/statistics`));
    const attributes = new Map([...plain.attributes, ['training_mode', int(1)] as const]);
    return { nodes: [{ ...plain, outputs: [y, ...running], attributes }] };
  },
};
