import { string } from '../../attributes.ts';
import type { Upgrade } from './upgrade.ts';

/** Operator set 16 shifts regions by half a pixel unless told not to. */
export const RoiAlign: Upgrade = {
  op: 'RoiAlign',
  below: 16,
  rewrite: (node) => ({
    nodes: [
      {
        ...node,
        attributes: new Map([
          ...node.attributes,
          ['coordinate_transformation_mode', string('output_half_pixel')] as const,
        ]),
      },
    ],
  }),
};
