import { int } from '../attributes.ts';
import { inlineNumbers, int64Tensor } from '../elements.ts';
import type { Graph, GraphNode, Tensor } from '../ir.ts';
import { producersOf, variableValues } from './graphWalks.ts';
import { identity } from './identity.ts';
import { freeNames, type Inlined, inlineGraph, type Unique } from './inlineGraph.ts';
import { inOriginOf } from './origins.ts';

/** Beyond this many nodes a loop is left to the runtime. */
const MOST_NODES = 10_000;

/**
 * Each Loop over values that depend on an input, that runs a number of times known before the run, becomes its body as many times.
 * Loops with a condition of their own stay.
 *
 * @returns the same graph where there is nothing to unroll
 */
export function unrollLoops(graph: Graph): Graph {
  if (!graph.nodes.some(isLoop)) return graph;
  const variable = variableValues(graph);
  const isVariable = ({ outputs }: GraphNode) => outputs.some((name) => variable.has(name));
  const trips = new Map(
    graph.nodes.map((node) => [node, isLoop(node) && isVariable(node) ? tripsOf(graph, node) : undefined] as const),
  );
  if ([...trips.values()].every((count) => count === undefined)) return graph;
  const unique = freeNames(graph, (node) => trips.get(node) !== undefined);
  const initializers = new Map(graph.initializers);
  const nodes = graph.nodes.flatMap((node) => {
    const count = trips.get(node);
    if (count === undefined) return [node];
    const unrolled = unroll(node, count, unique);
    for (const tensor of unrolled.initializers) initializers.set(tensor.name, tensor);
    return inOriginOf(node, unrolled.nodes);
  });
  return { ...graph, nodes, initializers };
}

const isLoop = ({ op, domain }: GraphNode) => op === 'Loop' && domain === '';

function bodyOf(node: GraphNode): Graph | undefined {
  const body = node.attributes.get('body');
  return body?.kind === 'graph' ? body.value : undefined;
}

/** How often a loop runs, where that is a constant and nothing in it can end it before. */
function tripsOf({ initializers }: Graph, node: GraphNode): number | undefined {
  const body = bodyOf(node);
  const [count, condition] = [node.inputs[0] ?? '', node.inputs[1] ?? ''];
  const numbersOf = (tensor: Tensor | undefined) => tensor && inlineNumbers(tensor);
  const trips = numbersOf(initializers.get(count))?.[0];
  const starts = condition === '' || numbersOf(initializers.get(condition))?.[0] === 1;
  if (body === undefined || trips === undefined || trips < 1 || !starts || !runsOn(body, initializers))
    return undefined;
  return trips * body.nodes.length <= MOST_NODES ? trips : undefined;
}

/** Whether the condition that a body returns is the one it was given, or true. */
function runsOn(body: Graph, outside: Graph['initializers']): boolean {
  const producers = producersOf(body);
  let name = body.outputs[0]?.name ?? '';
  for (let node = producers.get(name); node !== undefined; node = producers.get(name)) {
    if ((node.op !== 'Identity' && node.op !== 'Cast') || node.domain !== '') return false;
    name = node.inputs[0] ?? '';
  }
  const tensor = body.initializers.get(name) ?? outside.get(name);
  return name === body.inputs[1]?.name || (tensor !== undefined && inlineNumbers(tensor)?.[0] === 1);
}

function unroll(node: GraphNode, trips: number, unique: Unique): Inlined {
  const body = bodyOf(node)!;
  const [iteration, condition, ...carried] = body.inputs.map(({ name }) => name);
  const going: Tensor = {
    name: unique.value(`${node.outputs[0]}/going`),
    type: 'bool',
    dims: [],
    data: { kind: 'inline', bytes: Uint8Array.of(1) },
  };
  const nodes: GraphNode[] = [];
  const initializers: Tensor[] = [going];
  let state: readonly string[] = node.inputs.slice(2);
  const collected = node.outputs.slice(carried.length).map((): string[] => []);
  for (let trip = 0; trip < trips; trip++) {
    const number = int64Tensor(unique.value(`${node.outputs[0]}/trip_${trip}`), [], [trip]);
    const made = body.outputs.slice(1).map(({ name }) => unique.value(name));
    const inputs = new Map([
      [iteration ?? '', number.name],
      [condition ?? '', going.name],
      ...carried.map((name, i) => [name, state[i] ?? ''] as const),
    ]);
    const inlined = inlineGraph(body, inputs, ['', ...made], unique);
    nodes.push(...inlined.nodes);
    initializers.push(number, ...inlined.initializers);
    state = made.slice(0, carried.length);
    for (const [i, list] of collected.entries()) list.push(made[carried.length + i]!);
  }
  const stacks = collected.map((list, i) => stack(list, node.outputs[carried.length + i]!, unique));
  const last = state.flatMap((from, i) => {
    const to = node.outputs[i] ?? '';
    return to === '' ? [] : [identity(from, to, unique.node(`${to}/last`))];
  });
  return {
    nodes: [...nodes, ...last, ...stacks.flatMap((each) => each.nodes)],
    initializers: [...initializers, ...stacks.flatMap((each) => each.initializers)],
  };
}

/** What every trip returns, along a new first axis. */
function stack(list: readonly string[], output: string, unique: Unique): Inlined {
  if (output === '') return { nodes: [], initializers: [] };
  const axes = int64Tensor(unique.value(`${output}/axes`), [1], [0]);
  const rows = list.map((from) => ({ from, row: unique.value(`${from}/row`) }));
  const make = (op: string, inputs: readonly string[], to: string, attributes = new Map()): GraphNode => ({
    op,
    domain: '',
    name: unique.node(`${to}/${op}`),
    inputs,
    outputs: [to],
    attributes,
  });
  return {
    nodes: [
      ...rows.map(({ from, row }) => make('Unsqueeze', [from, axes.name], row)),
      make(
        'Concat',
        rows.map(({ row }) => row),
        output,
        new Map([['axis', int(0)]]),
      ),
    ],
    initializers: [axes],
  };
}
