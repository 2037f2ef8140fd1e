import type { RuleTable } from '../rule.ts';
import { rectifierRules } from './rectifiers.ts';
import { standard } from './standard.ts';

/**
 * The deconvnet (Zeiler and Fergus 2013): dx = max(dy, 0) at rectifiers, whatever x was: no mask of the forward pass, nor the upper end
 * of Clip(0, c), nor the slope of LeakyRelu. Pooling passes to the first maximum of each window, its "switch", and what overlapping
 * windows pass adds up. Everything else has its derivative.
 *
 * What reaches a rectifier where its output is 0 passes on here, so none declares `stopsAtZero`: MaxPool must find the first
 * maximum also in windows of zeros.
 *
 * Which Clip is part of a gate, and no rectifier, `markGates` must have told.
 */
export const deconvnet: RuleTable = {
  ...standard,
  ...rectifierRules(() => ({
    backward: ({ g, node, cotangents: [dy] }) => {
      const rectified = g.op('Relu', [dy!], { shape: dy!.shape });
      return node.inputs.map((_, i) => (i === 0 ? rectified : undefined));
    },
  })),
};
