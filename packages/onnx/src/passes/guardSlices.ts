import { int } from '../attributes.ts';
import { int64Tensor } from '../elements.ts';
import type { Graph, GraphNode } from '../ir.ts';
import { bodiesOf, namesOf } from './graphWalks.ts';
import { mapBodies } from './mapBodies.ts';
import { uniqueNames } from './uniqueNames.ts';

const LENGTH_GUARD = 'smoothgrad/lengths of ';
const GUARDED = '/guarded';

/** The value of negative length, where a message of the runtime is about a guard. */
export function guardedValue(message: string): string | undefined {
  return message.split(LENGTH_GUARD)[1]?.split(GUARDED)[0];
}

/** `exact` also notices a length of -1, which Reshape takes for "whatever is left", but refuses empty values. */
export type Guard = 'exact' | 'rough';

/**
 * Puts before each Slice of a value that may have a negative length a Reshape of its input to the input's own shape; the exact one with a further axis of length -1.
 *
 * Windows larger than the image make ONNX Runtime infer negative lengths, and its inference of Slice aborts the process where
 * it meets one (1.30: an assertion of the C++ library). The inference of Reshape refuses them in words, and a second -1 as
 * well. For probing only.
 */
export function guardSlices(graph: Graph, guard: Guard): Graph {
  if (!graph.nodes.some(hasSlice)) return graph;
  const unique = uniqueNames(namesOf(graph));
  const minusOne = unique('smoothgrad/minus one');
  const guarded = guardIn(graph, (node) => guardNodes(node, guard === 'exact' ? minusOne : undefined, unique));
  const initializers = new Map([...graph.initializers, [minusOne, int64Tensor(minusOne, [1], [-1])]]);
  return { ...guarded, initializers };
}

const isSlice = ({ op, domain, inputs }: GraphNode) => op === 'Slice' && domain === '' && (inputs[0] ?? '') !== '';

const hasSlice = (node: GraphNode): boolean =>
  isSlice(node) || bodiesOf(node).some((body) => body.nodes.some(hasSlice));

/** What never makes a negative length of lengths that are none. */
const SAFE = new Set([
  'Add',
  'Cast',
  'Concat',
  'Div',
  'Gather',
  'Identity',
  'Mul',
  'Slice',
  'Squeeze',
  'Sub',
  'Unsqueeze',
]);

function guardIn(graph: Graph, before: (node: GraphNode) => readonly [nodes: GraphNode[], same: string]): Graph {
  // The numbers of a shape stay as they are: the runtime infers lengths from them, and would not through a Reshape.
  const safe = new Set(graph.initializers.keys());
  const nodes = graph.nodes.flatMap((node): GraphNode[] => {
    const inner = mapBodies(node, (body) => guardIn(body, before));
    const isSafe =
      node.domain === '' && SAFE.has(node.op) && node.inputs.every((name) => name === '' || safe.has(name));
    if (isSafe || (node.domain === '' && node.op === 'Shape')) for (const name of node.outputs) safe.add(name);
    if (!isSlice(node) || isSafe) return [inner];
    const [guards, same] = before(node);
    return [...guards, { ...inner, inputs: inner.inputs.with(0, same) }];
  });
  return { ...graph, nodes };
}

/** Bodies see the constant of the graph around them. */
function guardNodes(
  node: GraphNode,
  minusOne: string | undefined,
  unique: (base: string) => string,
): [nodes: GraphNode[], same: string] {
  const x = node.inputs[0]!;
  const lengths = unique(`${LENGTH_GUARD}${x}`);
  const make = (op: string, inputs: readonly string[], end: string, attributes = new Map()): GraphNode => {
    const to = unique(`${lengths}${end}`);
    return { op, domain: '', name: to, inputs, outputs: [to], attributes };
  };
  const shape: GraphNode = {
    op: 'Shape',
    domain: '',
    name: lengths,
    inputs: [x],
    outputs: [lengths],
    attributes: new Map(),
  };
  if (minusOne === undefined) {
    const same = make('Reshape', [x, lengths], GUARDED);
    return [[shape, same], same.name];
  }
  const target = make('Concat', [lengths, minusOne], '/target', new Map([['axis', int(0)]]));
  const wide = make('Reshape', [x, target.name], GUARDED);
  const same = make('Squeeze', [wide.name, minusOne], '/same');
  return [[shape, target, wide, same], same.name];
}
