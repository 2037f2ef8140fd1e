import { intsAttribute } from '../../attributes.ts';
import { int64Tensor } from '../../elements.ts';
import { type Upgrade, withoutAttributes } from './upgrade.ts';

/** Operator set 10 turned Slice's `starts`, `ends` and `axes` attributes into inputs. */
export const Slice: Upgrade = {
  op: 'Slice',
  below: 10,
  rewrite(node, { unique }) {
    const starts = intsAttribute(node, 'starts') ?? [];
    const lists = [
      starts,
      intsAttribute(node, 'ends') ?? [],
      intsAttribute(node, 'axes') ?? starts.map((_, axis) => axis),
    ];
    const tensors = lists.map((list, i) => int64Tensor(unique(`${node.outputs[0]}/bounds${i}`), [list.length], list));
    const inputs = [node.inputs[0]!, ...tensors.map(({ name }) => name)];
    return { nodes: [{ ...withoutAttributes(node, 'starts', 'ends', 'axes'), inputs }], initializers: tensors };
  },
};
