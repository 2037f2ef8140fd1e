import { type GraphNode, operatorName, type StaticModel } from '../ir.ts';
import { producersOf } from './graphWalks.ts';

const SELF_GATE = ['smoothgrad.gate', 'own sigmoid'] as const;

/** Whether a Mul is known to be x·σ(x), in this order. */
export function isSelfGate(node: GraphNode): boolean {
  return node.metadata?.get(SELF_GATE[0]) === SELF_GATE[1];
}

/**
 * Marks each Mul that is x·σ(x) (SiLU, Swish), so that its gradient rule can take both factors together: four passes over the
 * numbers instead of six. The nodes stay, and the runtime fuses them where it can.
 *
 * Measured on efficientnet_b0, explainer ÷ forward, one thread: 3.27 → 2.89 (sums of each node's shortest time).
 */
export function markSelfGates(model: StaticModel): StaticModel {
  const producers = producersOf(model.graph);
  const isOwnSigmoid = (gate: string, x: string) => {
    const node = producers.get(gate);
    return node !== undefined && operatorName(node) === 'Sigmoid' && node.inputs[0] === x;
  };
  const nodes = model.graph.nodes.map((node) => {
    if (operatorName(node) !== 'Mul') return node;
    const [a = '', b = ''] = node.inputs;
    const inputs = isOwnSigmoid(b, a) ? [a, b] : isOwnSigmoid(a, b) ? [b, a] : undefined;
    return inputs === undefined ? node : { ...node, inputs, metadata: new Map([...(node.metadata ?? []), SELF_GATE]) };
  });
  return { ...model, graph: { ...model.graph, nodes } };
}
