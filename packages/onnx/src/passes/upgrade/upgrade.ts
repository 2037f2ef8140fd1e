import type { GraphNode } from '../../ir.ts';
import type { Replacement } from '../pass.ts';

/** How nodes of one operator, written for an older operator set, are brought into the form of operator set 18. */
export interface Upgrade {
  readonly op: string;
  /** Nodes of operator sets below this are rewritten. */
  readonly below: number;
  rewrite(node: GraphNode, context: UpgradeContext): Replacement;
}

export interface UpgradeContext {
  /** The operator set the model was written for. */
  readonly opset: number;
  /** A name no other value has. */
  unique(base: string): string;
  /** The numbers of a small initializer of the graph. */
  constant(name: string): readonly number[] | undefined;
}

export function withoutAttributes(node: GraphNode, ...names: readonly string[]): GraphNode {
  return { ...node, attributes: new Map([...node.attributes].filter(([name]) => !names.includes(name))) };
}
