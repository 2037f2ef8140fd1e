import { float32Tensor, int64Tensor } from '../elements.ts';
import type { GraphNode, Tensor } from '../ir.ts';
import { type Pass, withGraph } from './pass.ts';

/** Constant nodes become initializers: one form for all constants, and large ones can stay in their file. */
export const constantsToInitializers: Pass = {
  name: 'constantsToInitializers',
  run(model) {
    const initializers = new Map(model.graph.initializers);
    const nodes = model.graph.nodes.filter((node) => {
      const tensor = node.op === 'Constant' && node.domain === '' ? constantOf(node) : undefined;
      if (tensor === undefined) return true;
      initializers.set(tensor.name, tensor);
      return false;
    });
    return withGraph(model, { nodes, initializers });
  },
};

/** Sparse and string constants stay nodes. */
function constantOf(node: GraphNode): Tensor | undefined {
  const name = node.outputs[0] ?? '';
  for (const [key, attribute] of node.attributes) {
    if (key === 'value' && attribute.kind === 'tensor') return { ...attribute.value, name };
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
