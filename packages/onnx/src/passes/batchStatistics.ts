import { floatAttribute, intAttribute } from '../attributes.ts';
import { type GraphNode, operatorName, type StaticModel } from '../ir.ts';
import { readsOf } from './graphWalks.ts';

/**
 * BatchNormalization in training mode (a model that was exported without `model.eval()`) normalises with the mean and variance of
 * what it is given. For one image that is InstanceNormalization, and as differentiable. What is left, batches in which each image changes
 * the scores of the others among it, has no rule.
 */
export function batchStatistics(model: StaticModel): StaticModel {
  const { graph, values } = model;
  const read = new Set([...graph.nodes.flatMap(readsOf), ...graph.outputs.map(({ name }) => name)]);
  const nodes = graph.nodes.map((node): GraphNode => {
    const x = values.get(node.inputs[0] ?? '');
    const [y, ...running] = node.outputs;
    // InstanceNormalization runs in float32 only, and on positions.
    const isOneImage = x?.shape[0] === 1 && x.type === 'float32' && x.shape.length > 2;
    if (!isTraining(node) || !isOneImage || running.some((name) => read.has(name))) return node;
    const epsilon = { kind: 'float', value: floatAttribute(node, 'epsilon', 1e-5) } as const;
    const attributes = new Map([['epsilon', epsilon]]);
    return { ...node, op: 'InstanceNormalization', inputs: node.inputs.slice(0, 3), outputs: [y!], attributes };
  });
  return { ...model, graph: { ...graph, nodes } };
}

const isTraining = (node: GraphNode) =>
  operatorName(node) === 'BatchNormalization' && intAttribute(node, 'training_mode', 0) === 1;
