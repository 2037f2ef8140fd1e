import type { Graph, GraphNode, Tensor } from '../ir.ts';
import { namesOf, valuesOf } from './graphWalks.ts';
import { identity } from './identity.ts';
import { renameGraph } from './renameValues.ts';
import { uniqueNames } from './uniqueNames.ts';

/** ONNX Runtime wants the names of nodes to differ, as those of values do. */
export interface Unique {
  value(base: string): string;
  node(base: string): string;
}

/** Names that are free once the bodies of some nodes have gone from a graph. */
export function freeNames(graph: Graph, going: (node: GraphNode) => boolean): Unique {
  const left = graph.nodes.map((node) => (going(node) ? { ...node, attributes: new Map() } : node));
  return {
    value: uniqueNames(namesOf({ ...graph, nodes: left })),
    node: uniqueNames(new Set(left.map(({ name }) => name))),
  };
}

export interface Inlined {
  readonly nodes: readonly GraphNode[];
  readonly initializers: readonly Tensor[];
}

/**
 * The nodes of a body as nodes of the graph around it. Its last nodes make the values that are wanted of it; what it hands on
 * from outside, or twice, is copied.
 *
 * @param inputs names outside by names of the body's inputs
 * @param wanted a name outside for each output of the body; empty where it is not wanted
 */
export function inlineGraph(
  body: Graph,
  inputs: ReadonlyMap<string, string>,
  wanted: readonly string[],
  unique: Unique,
): Inlined {
  const made = new Set(body.nodes.flatMap(({ outputs }) => outputs));
  const names = new Map(inputs);
  const copies: [from: string, to: string][] = [];
  body.outputs.forEach(({ name }, i) => {
    const to = wanted[i] ?? '';
    if (to === '') return;
    if (!made.has(name) || names.has(name)) copies.push([name, to]);
    else names.set(name, to);
  });
  for (const local of [...body.initializers.keys(), ...valuesOf(body.nodes)]) {
    if (!names.has(local)) names.set(local, unique.value(local));
  }
  const { nodes, initializers } = renameGraph({ ...body, inputs: [], outputs: [] }, names);
  const named = nodes.map((each) => (each.name === '' ? each : { ...each, name: unique.node(each.name) }));
  return {
    nodes: [...named, ...copies.map(([from, to]) => identity(names.get(from) ?? from, to, unique.node(`${to}/copy`)))],
    initializers: [...initializers.values()],
  };
}
