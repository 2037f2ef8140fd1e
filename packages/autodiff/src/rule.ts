import type { GraphBuilder, GraphNode, Target, Value } from '@smoothgrad/onnx';

/** What a rule sees of the node it differentiates. */
export interface RuleContext {
  readonly g: GraphBuilder;
  readonly node: GraphNode;
  /** Undefined: an optional input left out. */
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly (Value | undefined)[];
  /** Which inputs need a cotangent: those on the path from `wrt` that the rule passes one to. */
  readonly needs: readonly boolean[];
  readonly target: Target;
  /** The numbers of a small constant input, where they are known when the graph is built. */
  constant(index: number): readonly number[] | undefined;
  /** Whether an input is nowhere negative, and what reaches it where it is 0 passes no further: see `GradientRule.stopsAtZero`. */
  stopsAtZero(index: number): boolean;
}

export interface BackwardContext extends RuleContext {
  /** The cotangent of each output; undefined where the scores do not depend on it. */
  readonly cotangents: readonly (Value | undefined)[];
}

/**
 * How cotangents pass back through one operator.
 *
 * A rule returns one cotangent for each input, `undefined` for inputs that have none. A cotangent may have the shape its
 * input broadcasts to: the walk sums it back.
 */
export interface GradientRule {
  /** The operator, with its domain unless standard: `Relu`, `com.microsoft.FusedConv`. */
  readonly op: string;
  /** Inputs that are positions, not numbers: the rule holds although they may be computed from the image (Gather's indices). */
  readonly indexInputs?: readonly number[];
  /** The operator's output is nowhere negative, and where it is 0 this rule passes no cotangent on. */
  readonly stopsAtZero?: true;
  /**
   * Which inputs cotangents pass to; left out, or shorter than the inputs: to all. The others count as constants, and what only they
   * are made of needs no rule: gates, in relevance propagation.
   */
  passes?(place: Pick<RuleContext, 'node' | 'constant'>): readonly boolean[];
  /** Why this node cannot be differentiated, or undefined if it can. Asked before anything is built. */
  refuse?(context: RuleContext): string | undefined;
  backward(context: BackwardContext): readonly (Value | undefined)[];
}

export type RuleTable = Readonly<Record<string, GradientRule>>;
