import { float32Tensor, int64Tensor } from '../elements.ts';
import type { Graph, GraphNode, Tensor } from '../ir.ts';
import { denseTensor } from './denseTensor.ts';
import { mapBodies } from './mapBodies.ts';
import type { Pass } from './pass.ts';

/**
 * Constant nodes and sparse initializers become ordinary initializers, in the bodies of control flow too: one form for all
 * constants, and large ones can stay in their file.
 */
export const constantsToInitializers: Pass = {
  name: 'constantsToInitializers',
  run: (model) => ({ ...model, graph: withoutConstantNodes(model.graph) }),
};

export function withoutConstantNodes({ sparseInitializers = [], ...graph }: Graph): Graph {
  const initializers = new Map(graph.initializers);
  for (const sparse of sparseInitializers) initializers.set(sparse.values.name, denseTensor(sparse));
  const nodes = graph.nodes.flatMap((node) => {
    const tensor = node.op === 'Constant' && node.domain === '' ? constantOf(node) : undefined;
    if (tensor === undefined) return [mapBodies(node, withoutConstantNodes)];
    initializers.set(tensor.name, tensor);
    return [];
  });
  return { ...graph, nodes, initializers };
}

/** String constants stay nodes. */
function constantOf(node: GraphNode): Tensor | undefined {
  const name = node.outputs[0] ?? '';
  for (const [key, attribute] of node.attributes) {
    if (key === 'value' && attribute.kind === 'tensor') return { ...attribute.value, name };
    if (key === 'sparse_value' && attribute.kind === 'sparse') return { ...denseTensor(attribute.value), name };
    if (key === 'value_float' && attribute.kind === 'float') return float32Tensor(name, [], [attribute.value]);
    if (key === 'value_floats' && attribute.kind === 'floats') {
      return float32Tensor(name, [attribute.value.length], attribute.value);
    }
    if (key === 'value_int' && attribute.kind === 'int') return int64Tensor(name, [], [attribute.value]);
    if (key === 'value_ints' && attribute.kind === 'ints')
      return int64Tensor(name, [attribute.value.length], attribute.value);
  }
  return undefined;
}
