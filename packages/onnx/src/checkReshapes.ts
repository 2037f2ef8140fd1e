import { SpecialisationError } from './errors.ts';
import { type Graph, nodeLabel, type Value } from './ir.ts';
import { elementCount } from './shapes.ts';

/**
 * Refuses a Reshape to another number of elements: the runtime believes it until it gets there, and by then has taken memory
 * for all that is made of it.
 *
 * @throws SpecialisationError naming the node
 */
export function checkReshapes(graph: Graph, values: ReadonlyMap<string, Value>): void {
  for (const node of graph.nodes) {
    if (node.op !== 'Reshape' || node.domain !== '') continue;
    const [from, to] = [values.get(node.inputs[0] ?? ''), values.get(node.outputs[0] ?? '')];
    if (from === undefined || to === undefined || elementCount(from.shape) === elementCount(to.shape)) continue;
    throw new SpecialisationError(
      `the Reshape at node '${nodeLabel(node)}' cannot bring [${from.shape}] to [${to.shape}]: these have ${elementCount(from.shape)} and ${elementCount(to.shape)} elements. If the size of the input is open, give the --size the model was made for`,
    );
  }
}
