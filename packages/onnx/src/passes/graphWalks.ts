import type { Graph, GraphNode } from '../ir.ts';

/** Everything a node reads: its inputs and what the bodies of its control-flow attributes capture from outside. */
export function readsOf(node: GraphNode): string[] {
  const names = node.inputs.filter((name) => name !== '');
  for (const attribute of node.attributes.values()) {
    if (attribute.kind === 'graph') names.push(...capturedBy(attribute.value));
    if (attribute.kind === 'graphs') names.push(...attribute.value.flatMap(capturedBy));
  }
  return names;
}

function capturedBy(graph: Graph): string[] {
  const own = new Set([
    ...graph.inputs.map(({ name }) => name),
    ...graph.initializers.keys(),
    ...graph.nodes.flatMap(({ outputs }) => outputs),
  ]);
  const read = [...graph.nodes.flatMap(readsOf), ...graph.outputs.map(({ name }) => name)];
  return read.filter((name) => !own.has(name));
}

/** Every name a graph uses for a value or a node: what a builder's new names must differ from. */
export function namesOf(graph: Graph): Set<string> {
  return new Set([
    ...graph.inputs.map(({ name }) => name),
    ...graph.initializers.keys(),
    ...graph.nodes.flatMap(({ name, outputs }) => [name, ...outputs]),
  ]);
}

/** Names of all values that depend on any of `sources` (the sources included). */
export function dependents(graph: Graph, sources: Iterable<string>): Set<string> {
  const reached = new Set(sources);
  for (const node of graph.nodes) {
    if (readsOf(node).some((name) => reached.has(name)))
      for (const output of node.outputs) if (output !== '') reached.add(output);
  }
  return reached;
}

/** Names of all values that any of `targets` depends on (the targets included). */
export function ancestors(graph: Graph, targets: Iterable<string>): Set<string> {
  const reached = new Set(targets);
  for (const node of [...graph.nodes].reverse()) {
    if (node.outputs.some((name) => reached.has(name))) for (const input of readsOf(node)) reached.add(input);
  }
  return reached;
}

/** The graph without nodes and initializers that no output needs. Inputs stay. */
export function withoutDeadCode(graph: Graph): Graph {
  const needed = ancestors(
    graph,
    graph.outputs.map(({ name }) => name),
  );
  return {
    ...graph,
    nodes: graph.nodes.filter(({ outputs }) => outputs.some((name) => needed.has(name))),
    initializers: new Map([...graph.initializers].filter(([name]) => needed.has(name))),
  };
}
