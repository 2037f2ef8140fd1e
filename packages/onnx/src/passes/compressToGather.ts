import { inlineNumbers, int64Tensor } from '../elements.ts';
import type { GraphNode, Tensor } from '../ir.ts';
import { namesOf } from './graphWalks.ts';
import { type Pass, type Replacement, withGraph } from './pass.ts';
import { uniqueNames } from './uniqueNames.ts';

/** Compress by a constant condition takes known positions: as Gather its shape is known too, which ONNX does not infer. */
export const compressToGather: Pass = {
  name: 'compressToGather',
  run(model) {
    const { graph } = model;
    if (!graph.nodes.some(({ op }) => op === 'Compress')) return model;
    const unique = uniqueNames(namesOf(graph));
    const initializers = new Map(graph.initializers);
    const nodes = graph.nodes.flatMap((node) => {
      const condition = node.op === 'Compress' && node.domain === '' ? initializers.get(node.inputs[1]!) : undefined;
      const chosen = condition && inlineNumbers(condition);
      if (chosen === undefined) return [node];
      const positions = chosen.flatMap((isTaken, i) => (isTaken ? [i] : []));
      const replacement = gathered(node, positions, unique);
      for (const tensor of replacement.initializers ?? []) initializers.set(tensor.name, tensor);
      return replacement.nodes;
    });
    return withGraph(model, { nodes, initializers });
  },
};

/** Without an axis Compress flattens its input. */
function gathered(node: GraphNode, positions: readonly number[], unique: (base: string) => string): Replacement {
  const [x = '', y = ''] = [node.inputs[0], node.outputs[0]];
  const indices = int64Tensor(unique(`${y}/positions`), [positions.length], positions);
  const gather = (from: string): GraphNode => ({ ...node, op: 'Gather', inputs: [from, indices.name] });
  if (node.attributes.has('axis')) return { nodes: [gather(x)], initializers: [indices] };
  const all: Tensor = int64Tensor(unique(`${y}/all`), [1], [-1]);
  const flat = unique(`${y}/flat`);
  const reshape: GraphNode = { ...node, op: 'Reshape', name: flat, inputs: [x, all.name], outputs: [flat] };
  return { nodes: [reshape, gather(flat)], initializers: [indices, all] };
}
