import { inlineNumbers } from '../elements.ts';
import type { Graph, GraphNode } from '../ir.ts';
import { freeNames, inlineGraph } from './inlineGraph.ts';
import { inOriginOf } from './origins.ts';

/**
 * Each If whose condition is a constant becomes the nodes of the branch it takes, and so do the Ifs inside that branch.
 *
 * @returns the same graph where there is nothing to resolve
 */
export function resolveIfs(graph: Graph): Graph {
  const resolved = resolveOnce(graph);
  return resolved === graph ? graph : resolveIfs(resolved);
}

function resolveOnce(graph: Graph): Graph {
  const branches = new Map(graph.nodes.map((node) => [node, takenBranch(graph, node)] as const));
  if ([...branches.values()].every((branch) => branch === undefined)) return graph;
  const unique = freeNames(graph, (node) => branches.get(node) !== undefined);
  const initializers = new Map(graph.initializers);
  const nodes = graph.nodes.flatMap((node) => {
    const branch = branches.get(node);
    if (branch === undefined) return [node];
    const inlined = inlineGraph(branch, new Map(), node.outputs, unique);
    for (const tensor of inlined.initializers) initializers.set(tensor.name, tensor);
    return inOriginOf(node, inlined.nodes);
  });
  return { ...graph, nodes, initializers };
}

export const isIf = ({ op, domain }: GraphNode) => op === 'If' && domain === '';

function takenBranch(graph: Graph, node: GraphNode): Graph | undefined {
  const condition = isIf(node) ? graph.initializers.get(node.inputs[0] ?? '') : undefined;
  const numbers = condition && inlineNumbers(condition);
  if (numbers?.length !== 1) return undefined;
  const branch = node.attributes.get(numbers[0] ? 'then_branch' : 'else_branch');
  return branch?.kind === 'graph' ? branch.value : undefined;
}
