import { byteLength } from '../elements.ts';
import type { GraphNode, Tensor } from '../ir.ts';
import { operatorName } from '../ir.ts';
import { namesOf } from './graphWalks.ts';
import { type Pass, withGraph } from './pass.ts';
import { uniqueNames } from './uniqueNames.ts';

const lacksBias = (node: GraphNode) => operatorName(node) === 'com.microsoft.Attention' && !node.inputs[2];

/**
 * Gives fused attention a bias of zeros where it has none: without the optional input ONNX Runtime 1.30 knows no shape of its
 * output, and ends the whole process when it runs it.
 */
export const attentionBias: Pass = {
  name: 'attentionBias',
  run(model) {
    const { graph } = model;
    if (!graph.nodes.some(lacksBias)) return model;
    const unique = uniqueNames(namesOf(graph));
    const initializers = new Map(graph.initializers);
    const nodes = graph.nodes.map((node) => {
      const weights = lacksBias(node) ? graph.initializers.get(node.inputs[1] ?? '') : undefined;
      if (weights === undefined) return node;
      const bias = zeros(unique(`${weights.name}/bias`), weights.type, weights.dims[1]!);
      initializers.set(bias.name, bias);
      return { ...node, inputs: node.inputs.slice(0, 2).concat(bias.name, node.inputs.slice(3)) };
    });
    return withGraph(model, { nodes, initializers });
  },
};

function zeros(name: string, type: Tensor['type'], length: number): Tensor {
  return { name, type, dims: [length], data: { kind: 'inline', bytes: new Uint8Array(byteLength(type, length) ?? 0) } };
}
