import { inlineNumbers } from './elements.ts';
import { InvalidModelError } from './errors.ts';
import { type Graph, type GraphNode, nodeLabel } from './ir.ts';
import { bodiesOf } from './passes/graphWalks.ts';

/** Of integers in attributes; "to the end" is written as the largest there is. */
const LARGEST = 2n ** 31n - 1n;
const bounds: ReadonlySet<string> = new Set(['start', 'end', 'starts', 'ends']);

/** Of a loop: that many trips take the runtime seconds, whatever is in it. */
const MOST_TRIPS = 1_000_000;

/**
 * Refuses numbers that no network has and the runtime does not look at closely: it keeps the lower half of an axis, and goes
 * round a loop for ever.
 *
 * @throws InvalidModelError naming the node and the number
 */
export function checkNumbers(graph: Graph): void {
  for (const node of graph.nodes) {
    if (node.domain === '') checkNode(graph, node);
    for (const body of bodiesOf(node)) checkNumbers(body);
  }
}

function checkNode({ initializers }: Graph, node: GraphNode): void {
  for (const [name, attribute] of node.attributes) {
    const integers = attribute.kind === 'int' ? [attribute.value] : attribute.kind === 'ints' ? attribute.value : [];
    const absurd = bounds.has(name) ? undefined : integers.find((value) => value > LARGEST || value < -LARGEST);
    if (absurd !== undefined) {
      throw new InvalidModelError(
        `the attribute '${name}' of the ${node.op} at node '${nodeLabel(node)}' is ${absurd}: the file is damaged`,
      );
    }
  }
  const count = node.op === 'Loop' ? initializers.get(node.inputs[0] ?? '') : undefined;
  const trips = (count && inlineNumbers(count)?.[0]) ?? 0;
  if (trips > MOST_TRIPS)
    throw new InvalidModelError(
      `the Loop at node '${nodeLabel(node)}' runs ${trips} times; the limit is ${MOST_TRIPS}`,
    );
}
