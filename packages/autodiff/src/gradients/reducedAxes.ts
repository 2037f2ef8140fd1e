import { elementCount, intAttribute, intsAttribute, normaliseAxis, type Value } from '@smoothgrad/onnx';
import type { BackwardContext, RuleContext } from '../rule.ts';

/**
 * The axes a reduction runs over, in ascending order. No axes means all of them, unless the node says that it then reduces
 * none: each element is a line of its own, which is still squared, has its logarithm taken, and so on.
 */
export function reducedAxes({ node, constant, inputs }: RuleContext): number[] {
  const rank = inputs[0]!.shape.length;
  const axes = (inputs[1] && constant(1)) ?? intsAttribute(node, 'axes') ?? [];
  if (axes.length > 0) return axes.map((axis) => normaliseAxis(axis, rank)).sort((a, b) => a - b);
  return intAttribute(node, 'noop_with_empty_axes', 0) === 1 ? [] : Array.from({ length: rank }, (_, axis) => axis);
}

/** Why a reduction cannot be differentiated, if it cannot. */
export function refuseUnknownAxes({ inputs, constant }: RuleContext): string | undefined {
  const isUnknown = inputs[1] !== undefined && constant(1) === undefined;
  return isUnknown ? 'its axes are not known before the model runs; export the model with constant axes' : undefined;
}

/** What a rule needs of a reduction. */
export interface Reduction {
  readonly x: Value;
  /** The output and its cotangent, with reduced axes as 1: so they broadcast against x. */
  y(): Value;
  readonly dy: Value;
  readonly axes: readonly number[];
  /** How many elements of x make one of y. */
  readonly count: number;
}

export function readReduction(context: BackwardContext): Reduction {
  const { g, inputs, outputs, cotangents } = context;
  const x = inputs[0]!;
  const axes = reducedAxes(context);
  const kept = x.shape.map((dimension, axis) => (axes.includes(axis) ? 1 : dimension));
  return {
    x,
    y: () => g.reshape(outputs[0]!, kept),
    dy: g.reshape(cotangents[0]!, kept),
    axes,
    count: elementCount(axes.map((axis) => x.shape[axis]!)),
  };
}
