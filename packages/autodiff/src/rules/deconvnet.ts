import type { RuleTable } from '../rule.ts';
import { rectifierRules } from './rectifiers.ts';
import { standard } from './standard.ts';

/**
 * The deconvnet (Zeiler and Fergus 2013): at rectifiers dx = max(dy, 0), whatever their input was; no mask of the forward pass, nor
 * their upper end. Its pooling switches are the first maxima of MaxPool, which the derivative has too; the contributions of overlapping
 * windows add up. Everything else has its derivative.
 */
export const deconvnet: RuleTable = {
  ...standard,
  ...rectifierRules(() => ({ g, node, cotangents: [dy] }) => {
    const towardsInput = g.op('Relu', [dy!], { shape: dy!.shape });
    return node.inputs.map((_, i) => (i === 0 ? towardsInput : undefined));
  }),
};
