import { inlineNumbers, int64Tensor } from '../elements.ts';
import type { Graph, Tensor, Value } from '../ir.ts';
import { namesOf } from './graphWalks.ts';
import { inOriginOf } from './origins.ts';
import { makers, readers, type SequenceContext } from './sequences.ts';
import { uniqueNames } from './uniqueNames.ts';

/**
 * What is taken from a sequence of known length is taken from the tensors it is made of: SplitToSequence and SequenceAt, as
 * PyTorch's exporters write `split` and `unbind`, become Split. Sequences themselves stay where something else reads them.
 *
 * @param values types and shapes, as far as they are known
 * @returns the same graph where there is nothing to resolve
 */
export function resolveSequences(graph: Graph, values: ReadonlyMap<string, Value>): Graph {
  if (!graph.nodes.some(({ op, domain }) => domain === '' && readers.has(op))) return graph;
  const unique = uniqueNames(namesOf(graph));
  const initializers = new Map<string, Tensor>(graph.initializers);
  const sequences = new Map<string, readonly string[]>();
  const context: SequenceContext = {
    values,
    sequences,
    unique,
    numbers(name = '') {
      const tensor = initializers.get(name);
      return tensor && inlineNumbers(tensor);
    },
    constant(base, dims, list) {
      const tensor = int64Tensor(unique(base), dims, list);
      initializers.set(tensor.name, tensor);
      return tensor.name;
    },
  };
  let changed = false;
  const nodes = graph.nodes.flatMap((node) => {
    if (node.domain !== '') return [node];
    const made = makers.get(node.op)?.(node, context);
    if (made !== undefined) sequences.set(node.outputs[0]!, made.elements);
    const taken = readers.get(node.op)?.(node, context);
    changed ||= taken !== undefined;
    return inOriginOf(node, [...(made?.nodes ?? []), ...(taken ?? [node])]);
  });
  return changed ? { ...graph, nodes, initializers } : graph;
}
