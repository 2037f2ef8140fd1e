import { float32Tensor } from '../../elements.ts';
import { type Upgrade, withoutAttributes } from './upgrade.ts';

/** Operator set 11 turned Clip's `min` and `max` attributes into inputs. */
export const Clip: Upgrade = {
  op: 'Clip',
  below: 11,
  rewrite(node, { unique }) {
    const bounds = ['min', 'max'].map((key) => {
      const attribute = node.attributes.get(key);
      return attribute?.kind === 'float'
        ? float32Tensor(unique(`${node.outputs[0]}/${key}`), [], [attribute.value])
        : undefined;
    });
    const inputs = [node.inputs[0]!, bounds[0]?.name ?? '', bounds[1]?.name ?? ''];
    return {
      nodes: [{ ...withoutAttributes(node, 'min', 'max', 'consumed_inputs'), inputs }],
      initializers: bounds.filter((bound) => bound !== undefined),
    };
  },
};
