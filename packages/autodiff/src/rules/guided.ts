import type { RuleTable } from '../rule.ts';
import { rectifierRules } from './rectifiers.ts';
import { standard } from './standard.ts';

/**
 * Guided backpropagation (Springenberg et al. 2014): dx = max(dy, 0)·f′(x) at rectifiers, so that only what speaks for the class
 * passes, and only through units that are on. f′ is 1[x > 0] for Relu, 1[0 < x < c] for Clip(0, c), and 1 or the slope for LeakyRelu and
 * PRelu. Everything else has its derivative.
 *
 * Which Clip is part of a gate, and no rectifier, `markGates` must have told.
 */
export const guided: RuleTable = {
  ...standard,
  ...rectifierRules(({ backward, stopsAtZero }) => ({
    // Its mask is that of the derivative.
    ...(stopsAtZero && { stopsAtZero }),
    backward: (context) =>
      backward({
        ...context,
        cotangents: context.cotangents.map((dy) => dy && context.g.op('Relu', [dy], { shape: dy.shape })),
      }),
  })),
};
