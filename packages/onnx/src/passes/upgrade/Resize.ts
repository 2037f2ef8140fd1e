import { string, stringAttribute } from '../../attributes.ts';
import { InvalidModelError } from '../../errors.ts';
import { type GraphNode, nodeLabel } from '../../ir.ts';
import type { Upgrade, UpgradeContext } from './upgrade.ts';

/**
 * Resize of operator set 10 had inputs (X, scales) and the coordinates of Upsample. Nearest neighbours were rounded down when
 * enlarging; when shrinking ONNX Runtime rounds them up.
 */
export const Resize: Upgrade = {
  op: 'Resize',
  below: 11,
  rewrite: (node, context) => ({
    nodes: [
      {
        ...node,
        inputs: [node.inputs[0]!, '', node.inputs[1]!],
        attributes: new Map([
          ...node.attributes,
          ['coordinate_transformation_mode', string('asymmetric')] as const,
          ['nearest_mode', string(nearestMode(node, context))] as const,
        ]),
      },
    ],
  }),
};

/** Scales that only the run would tell are taken to enlarge, which is what networks do. */
function nearestMode(node: GraphNode, { constant }: UpgradeContext): 'floor' | 'ceil' {
  const scales = constant(node.inputs[1] ?? '') ?? [];
  const shrinks = scales.some((scale) => scale < 1);
  if (shrinks && scales.some((scale) => scale > 1) && stringAttribute(node, 'mode', 'nearest') === 'nearest') {
    throw new InvalidModelError(
      `Resize at '${nodeLabel(node)}' enlarges one axis and shrinks another, which operator set 18 cannot say: export the model again`,
    );
  }
  return shrinks ? 'ceil' : 'floor';
}
