import type { GraphBuilder } from '../../builder.ts';
import type { GraphNode, Value } from '../../ir.ts';

/** What a decomposition sees of the node it replaces. */
export interface DecomposeContext {
  readonly g: GraphBuilder;
  readonly node: GraphNode;
  /** Undefined: an optional input left out. */
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly (Value | undefined)[];
  /** The node that makes an input; undefined for constants and inputs of the graph. */
  producer(index: number): GraphNode | undefined;
  /** The numbers of a small constant input, where they are known when the graph is built. */
  constant(index: number): readonly number[] | undefined;
}

/**
 * How one rare composite operator is made of standard ones that have gradient rules.
 *
 * `rewrite` emits the nodes and returns a value for each output of the node (undefined for one that nobody has), in its shape
 * and type. A string says why this node cannot be rewritten: it stays, and what reads the graph reports the reason.
 */
export interface Decomposition {
  /** The operator, with its domain unless standard: `com.microsoft.FusedConv`. */
  readonly op: string;
  rewrite(context: DecomposeContext): readonly (Value | undefined)[] | string;
}

/** Nodes with this metadata stay as they are, for the reason it gives. */
export const REFUSED = 'smoothgrad.refused';

/** The node with the reason why no decomposition fits it. */
export function withRefusal(node: GraphNode, reason: string): GraphNode {
  return { ...node, metadata: new Map([...(node.metadata ?? []), [REFUSED, reason]]) };
}

/** Why no decomposition fits this node, if one was tried. */
export function refusalOf(node: GraphNode): string | undefined {
  return node.metadata?.get(REFUSED);
}
