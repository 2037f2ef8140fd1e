import { inlineNumbers } from '../elements.ts';
import { type Graph, type GraphNode, operatorName, type StaticModel } from '../ir.ts';
import { elementCount } from '../shapes.ts';
import { dependents, producersOf } from './graphWalks.ts';

const GATE_CLIP = ['smoothgrad.gate', 'hard sigmoid'] as const;

/** Whether a Clip is the middle of a hard sigmoid, x ↦ Clip(x + c, 0, 2c)/2c: a gate, not a rectifier. */
export function isGateClip(node: GraphNode): boolean {
  return node.metadata?.get(GATE_CLIP[0]) === GATE_CLIP[1];
}

/**
 * Marks each Clip(x + c, 0, 2c): exporters write the hard sigmoid like this (c = 3, or ½ where x was divided before), alone or in a
 * hard swish. Rules for rectifiers leave it alone. A ReLU6 after a bias is none: its bias is no 3 for all channels.
 */
export function markGates(model: StaticModel): StaticModel {
  const producers = producersOf(model.graph);
  const made = dependents(
    model.graph,
    model.graph.inputs.map(({ name }) => name),
  );
  const isGate = (node: GraphNode) => {
    if (operatorName(node) !== 'Clip') return false;
    const [x = '', low = '', high = ''] = node.inputs;
    const shift = shiftOf(model.graph, producers.get(x), made);
    return (
      shift !== undefined && shift > 0 && scalar(model.graph, low) === 0 && isDouble(scalar(model.graph, high), shift)
    );
  };
  const nodes = model.graph.nodes.map((node) =>
    isGate(node) ? { ...node, metadata: new Map([...(node.metadata ?? []), GATE_CLIP]) } : node,
  );
  return { ...model, graph: { ...model.graph, nodes } };
}

/** What a node adds to a value of the image: one number for all elements. */
function shiftOf(graph: Graph, node: GraphNode | undefined, made: ReadonlySet<string>): number | undefined {
  if (node === undefined || operatorName(node) !== 'Add') return undefined;
  const constants = node.inputs.filter((name) => !made.has(name));
  return constants.length === 1 ? scalar(graph, constants[0]!) : undefined;
}

function scalar({ initializers }: Graph, name: string): number | undefined {
  const tensor = initializers.get(name);
  return tensor === undefined || elementCount(tensor.dims) !== 1 ? undefined : inlineNumbers(tensor)?.[0];
}

const isDouble = (high: number | undefined, shift: number) =>
  high !== undefined && Math.abs(high - 2 * shift) <= 1e-6 * shift;
