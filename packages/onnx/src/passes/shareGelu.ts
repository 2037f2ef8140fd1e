import { floatAttribute, stringAttribute } from '../attributes.ts';
import { inlineNumbers } from '../elements.ts';
import { type Graph, type GraphNode, operatorName } from '../ir.ts';
import { producersOf } from './graphWalks.ts';

/**
 * A Gelu whose Φ(x) = (1 + erf(x/√2))/2 the graph computes anyway, for the Gelu's gradient, is x·Φ(x): the error function is the
 * dearest part of both.
 *
 * Measured on vit-tiny, explainer ÷ forward, one thread: 2.18 → 2.09, with `recogniseGelu` (sums of each node's
 * shortest time). Not behind a Conv, where Φ(x) and the
 * product would each be brought into the runtime's blocked layout (convnext_atto 2.54 → 2.56).
 */
export function shareGelu(graph: Graph): Graph {
  const producers = producersOf(graph);
  const probabilities = new Map(graph.nodes.flatMap((node) => probability(node, graph, producers) ?? []));
  const isShared = (node: GraphNode) => {
    const x = node.inputs[0] ?? '';
    return isExactGelu(node) && probabilities.has(x) && producers.get(x)?.op !== 'Conv';
  };
  const shared = graph.nodes.filter(isShared);
  if (shared.length === 0) return graph;
  const moved = new Set(shared.flatMap((gelu) => probabilities.get(gelu.inputs[0]!)!));
  const placed = new Set<GraphNode>();
  const nodes = graph.nodes.flatMap((node): GraphNode[] => {
    if (moved.has(node)) return [];
    if (!shared.includes(node)) return [node];
    const x = node.inputs[0]!;
    const before = probabilities.get(x)!.filter((each) => !placed.has(each));
    for (const each of before) placed.add(each);
    const phi = probabilities.get(x)!.at(-1)!.outputs[0]!;
    return [...before, { ...node, op: 'Mul', domain: '', inputs: [x, phi], attributes: new Map() }];
  });
  return { ...graph, nodes };
}

const isExactGelu = (node: GraphNode) =>
  operatorName(node) === 'Gelu' && stringAttribute(node, 'approximate', 'none') === 'none';

/** x, and the nodes that make Φ(x) of it as the gradient rule does; undefined for a node that is not the last of these. */
function probability(
  node: GraphNode,
  graph: Graph,
  producers: ReadonlyMap<string, GraphNode>,
): (readonly [x: string, nodes: readonly GraphNode[]])[] | undefined {
  if (operatorName(node) !== 'HardSigmoid') return undefined;
  if (floatAttribute(node, 'alpha', 0.2) !== 0.5 || floatAttribute(node, 'beta', 0.5) !== 0.5) return undefined;
  const erf = producers.get(node.inputs[0]!);
  const scaled = producers.get(erf?.inputs[0] ?? '');
  if (erf?.op !== 'Erf' || scaled?.op !== 'Mul') return undefined;
  const factor = graph.initializers.get(scaled.inputs[1]!);
  const isScale = factor !== undefined && inlineNumbers(factor)?.join() === String(Math.fround(Math.SQRT1_2));
  return isScale ? [[scaled.inputs[0]!, [scaled, erf, node]]] : undefined;
}
