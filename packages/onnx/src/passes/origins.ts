import { type Graph, type GraphNode, type Model, nodeLabel, operatorName } from '../ir.ts';
import { mapBodies } from './mapBodies.ts';

/**
 * The model with a note on every node, those of bodies and functions too, of what it is in the file. Passes that replace a node
 * hand its note on, so that a report can name what the user has.
 */
export function withOrigins(model: Model): Model {
  return {
    ...model,
    graph: noted(model.graph),
    functions: model.functions.map((each) => ({ ...each, nodes: each.nodes.map(notedNode) })),
  };
}

const noted = (graph: Graph): Graph => ({ ...graph, nodes: graph.nodes.map(notedNode) });

function notedNode(node: GraphNode): GraphNode {
  return { ...mapBodies(node, noted), origin: { node, label: nodeLabel(node) } };
}

/** Nodes that take the place of `replaced`, with its note where they have none of their own. */
export function inOriginOf(replaced: GraphNode, nodes: readonly GraphNode[]): readonly GraphNode[] {
  const { origin } = replaced;
  return origin === undefined ? nodes : nodes.map((node) => (node.origin ? node : { ...node, origin }));
}

/** The note of a node of a function's body, with the call in front: the body may be written into the graph many times. */
export function originInside(call: GraphNode, node: GraphNode): GraphNode['origin'] {
  if (call.origin === undefined || node.origin === undefined) return undefined;
  return { ...node.origin, label: `${call.origin.label}/${node.origin.label}` };
}

/** What a node is called in the file: its label and operator there, or its own where it comes from no file. */
export function nameInFile(node: GraphNode): { readonly label: string; readonly op: string } {
  const { origin } = node;
  return { label: origin?.label ?? nodeLabel(node), op: operatorName(origin?.node ?? node) };
}
