import type { Graph, GraphNode } from '../ir.ts';
import { namesOf } from './graphWalks.ts';
import { mapBodies } from './mapBodies.ts';
import { uniqueNames } from './uniqueNames.ts';

/** How the names begin of what is put before a Slice. */
export const LENGTH_GUARD = 'smoothgrad/lengths of ';

/**
 * Puts before each Slice a Reshape of its input to the input's own shape.
 *
 * Windows larger than the image make ONNX Runtime infer negative lengths, and its inference of Slice aborts the process where
 * it meets one (1.30: an assertion of the C++ library). The inference of Reshape refuses them in words. For probing only.
 */
export function guardSlices(graph: Graph): Graph {
  return guarded(graph, uniqueNames(namesOf(graph)));
}

function guarded(graph: Graph, unique: (base: string) => string): Graph {
  const nodes = graph.nodes.flatMap((node): GraphNode[] => {
    const [x = '', ...bounds] = node.inputs;
    if (node.op !== 'Slice' || node.domain !== '' || x === '') {
      return [mapBodies(node, (body) => guarded(body, unique))];
    }
    const lengths = unique(`${LENGTH_GUARD}${x}`);
    const same = unique(`${lengths}/same`);
    const make = (op: string, inputs: readonly string[], to: string): GraphNode => {
      return { op, domain: '', name: to, inputs, outputs: [to], attributes: new Map() };
    };
    return [make('Shape', [x], lengths), make('Reshape', [x, lengths], same), { ...node, inputs: [same, ...bounds] }];
  });
  return { ...graph, nodes };
}
