import { string } from '../../attributes.ts';
import { float32Tensor } from '../../elements.ts';
import { InvalidModelError } from '../../errors.ts';
import { nodeLabel } from '../../ir.ts';
import { type Upgrade, withoutAttributes } from './upgrade.ts';

/** Upsample became Resize in operator set 10; its rule for coordinates is `asymmetric`, rounded down. */
export const Upsample: Upgrade = {
  op: 'Upsample',
  below: 10,
  rewrite(node, { unique }) {
    const attribute = node.attributes.get('scales');
    const scales =
      attribute?.kind === 'floats'
        ? float32Tensor(unique(`${node.outputs[0]}/scales`), [attribute.value.length], attribute.value)
        : undefined;
    const name = scales?.name ?? node.inputs[1];
    if (!name) throw new InvalidModelError(`Upsample at '${nodeLabel(node)}' has no scales`);
    const attributes = new Map([
      ...withoutAttributes(node, 'scales').attributes,
      ['coordinate_transformation_mode', string('asymmetric')] as const,
      ['nearest_mode', string('floor')] as const,
    ]);
    return {
      nodes: [{ ...node, op: 'Resize', inputs: [node.inputs[0]!, '', name], attributes }],
      initializers: scales ? [scales] : [],
    };
  },
};
