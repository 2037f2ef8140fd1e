import type { Graph, GraphNode } from '../ir.ts';
import { dependents } from './graphWalks.ts';

/** The graph without the nodes that are asked for and what depends on them; undefined where it has none. */
export function graphBefore(graph: Graph, isAsked: (node: GraphNode) => boolean): Graph | undefined {
  const made = graph.nodes.filter(isAsked).flatMap(({ outputs }) => outputs.filter((name) => name !== ''));
  if (made.length === 0) return undefined;
  const behind = dependents(graph, made);
  return { ...graph, nodes: graph.nodes.filter(({ outputs }) => !outputs.some((name) => behind.has(name))) };
}
