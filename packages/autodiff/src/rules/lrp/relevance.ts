import type { GraphBuilder, Value } from '@smoothgrad/onnx';
import type { BackwardContext, GradientRule } from '../../rule.ts';

/**
 * How relevance passes one linear operator: from that of its outputs (the cotangents of the context) to that of its inputs.
 *
 * @param rule of the operator's derivative: where relevance goes is where cotangents go
 */
export type Relevance = (rule: GradientRule, context: BackwardContext) => readonly (Value | undefined)[];

/** z + ε·sign(z) with sign(0) = 1: a denominator that is nowhere 0. */
export function stabilised(g: GraphBuilder, z: Value, epsilon: number): Value {
  const isPositive = g.compare('GreaterOrEqual', z, g.scalar(0, z));
  return g.add(z, g.where(isPositive, g.scalar(epsilon, z), g.scalar(-epsilon, z)));
}
