import { InvalidModelError } from '../../errors.ts';
import { nodeLabel } from '../../ir.ts';
import type { Upgrade } from './upgrade.ts';

/** Operator set 8 alone had a Scan with a batch axis and sequence lengths of its own. */
export const Scan: Upgrade = {
  op: 'Scan',
  below: 9,
  rewrite(node) {
    throw new InvalidModelError(
      `Scan at '${nodeLabel(node)}' has the form of operator set 8, which ONNX replaced in operator set 9: export the model again`,
    );
  },
};
