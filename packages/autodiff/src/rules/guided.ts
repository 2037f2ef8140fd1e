import type { Value } from '@smoothgrad/onnx';
import type { RuleTable } from '../rule.ts';
import { rectifierRules } from './rectifiers.ts';
import { standard } from './standard.ts';

/**
 * Guided backpropagation (Springenberg et al. 2014): at rectifiers dx = max(dy, 0)·f′(x), so that only what speaks for the class passes,
 * and only through units that are on. f′ is 1[x > 0] for Relu, 1[0 < x < c] for Clip(0, c), 1 or α for LeakyRelu and PRelu. Everything
 * else has its derivative.
 */
export const guided: RuleTable = {
  ...standard,
  ...rectifierRules((rule) => (context) => {
    const positive = context.cotangents.map((dy) => dy && context.g.op('Relu', [dy], { shape: dy.shape }));
    return rule.backward({ ...context, cotangents: positive as readonly (Value | undefined)[] });
  }),
};
