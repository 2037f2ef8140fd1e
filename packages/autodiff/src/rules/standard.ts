import * as gradients from '../gradients/index.ts';
import type { RuleTable } from '../rule.ts';

/** The derivative as it is. Other propagation rules are other tables: `{ ...standard, Relu: guidedRelu }`. */
export const standard: RuleTable = Object.fromEntries(Object.values(gradients).map((rule) => [rule.op, rule]));
