import { string } from '../../attributes.ts';
import type { Upgrade } from './upgrade.ts';

/** Resize of operator set 10 had inputs (X, scales) and the coordinates of Upsample. */
export const Resize: Upgrade = {
  op: 'Resize',
  below: 11,
  rewrite: (node) => ({
    nodes: [
      {
        ...node,
        inputs: [node.inputs[0]!, '', node.inputs[1]!],
        attributes: new Map([
          ...node.attributes,
          ['coordinate_transformation_mode', string('asymmetric')] as const,
          ['nearest_mode', string('floor')] as const,
        ]),
      },
    ],
  }),
};
