import { inlineNumbers } from './elements.ts';
import { InvalidModelError } from './errors.ts';
import { type Graph, type GraphNode, nodeLabel } from './ir.ts';
import { bodiesOf } from './passes/graphWalks.ts';
import { isQuantisedOperator } from './passes/quantised/isQuantisedOperator.ts';

/** Of integers in attributes; "to the end" is written as the largest there is. */
const LARGEST = 2n ** 31n - 1n;
const bounds: ReadonlySet<string> = new Set(['start', 'end', 'starts', 'ends']);

/** Attributes that say yes or no: the runtime takes 2 for a yes in one operator and for a no in the next. */
const flags: ReadonlySet<string> = new Set([
  'align_corners',
  'antialias',
  'ceil_mode',
  'channels_last',
  'count_include_pad',
  'do_rotary',
  'exclude_outside',
  'exclusive',
  'fmod',
  'interleaved',
  'is_causal',
  'keepdims',
  'largest',
  'new_axis',
  'noop_with_empty_axes',
  'reverse',
  'sorted',
  'spatial',
  'training_mode',
  'transA',
  'transB',
  'transBatchA',
  'transBatchB',
  'unidirectional',
  'upper',
]);

/** Of a loop: that many trips take the runtime seconds, whatever is in it. */
const MOST_TRIPS = 1_000_000;

/**
 * Refuses numbers that no network has and the runtime does not look at closely: it keeps the lower half of an axis, and goes
 * round a loop for ever. So are flags beyond 0 and 1, and quantised operators without a scale or a zero point.
 *
 * @throws InvalidModelError naming the node and the number
 */
export function checkNumbers(graph: Graph): void {
  for (const node of graph.nodes) {
    checkFlags(node);
    checkNotEmpty(graph, node);
    if (node.domain === '') checkNode(graph, node);
    for (const body of bodiesOf(node)) checkNumbers(body);
  }
}

function checkFlags(node: GraphNode): void {
  for (const [name, attribute] of node.attributes) {
    if (!flags.has(name) || attribute.kind !== 'int' || attribute.value === 0n || attribute.value === 1n) continue;
    throw new InvalidModelError(
      `the attribute '${name}' of the ${node.op} at node '${nodeLabel(node)}' is ${attribute.value}, neither 0 nor 1: the file is damaged`,
    );
  }
}

/** The runtime reads the first element of a scale or a zero point, where there is none too, which ends the process (1.30). */
function checkNotEmpty({ initializers }: Graph, node: GraphNode): void {
  if (!isQuantisedOperator(node)) return;
  const empty = node.inputs.find((name) => initializers.get(name)?.dims.includes(0));
  if (empty === undefined) return;
  throw new InvalidModelError(
    `the constant '${empty}' of shape [${initializers.get(empty)!.dims}], which the ${node.op} at node '${nodeLabel(node)}' reads, is empty: the file is damaged`,
  );
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
