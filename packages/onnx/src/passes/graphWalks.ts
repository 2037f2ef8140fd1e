import type { Graph, GraphNode, Model, Tensor } from '../ir.ts';

/** Everything a node reads: its inputs and what the bodies of its control-flow attributes capture from outside. */
export function readsOf(node: GraphNode): string[] {
  return [...node.inputs.filter((name) => name !== ''), ...bodiesOf(node).flatMap(capturedBy)];
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

/** Every name a graph and the bodies inside it use for a value or a node: what new names must differ from. */
export function namesOf(graph: Graph): Set<string> {
  return new Set([
    ...graph.inputs.map(({ name }) => name),
    ...graph.initializers.keys(),
    ...graph.nodes.flatMap((node) => [
      node.name,
      ...node.outputs,
      ...bodiesOf(node).flatMap((body) => [...namesOf(body)]),
    ]),
  ]);
}

/** Every value that nodes make, and the bodies inside them have. */
export function valuesOf(nodes: readonly GraphNode[]): string[] {
  return nodes.flatMap((node) => [
    ...node.outputs.filter((name) => name !== ''),
    ...bodiesOf(node).flatMap((body) => [
      ...body.inputs.map(({ name }) => name),
      ...body.initializers.keys(),
      ...(body.sparseInitializers ?? []).map(({ values }) => values.name),
      ...valuesOf(body.nodes),
    ]),
  ]);
}

/** The node that makes each value. */
export function producersOf(graph: Graph): Map<string, GraphNode> {
  return new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
}

/** The graphs inside a control-flow node. */
export function bodiesOf(node: GraphNode): readonly Graph[] {
  return [...node.attributes.values()].flatMap((attribute) => {
    if (attribute.kind === 'graph') return [attribute.value];
    return attribute.kind === 'graphs' ? attribute.value : [];
  });
}

/** Every tensor of a model, wherever it stands: in attributes, bodies and functions too. */
export function tensorsOf({ graph, functions }: Pick<Model, 'graph' | 'functions'>): Tensor[] {
  return [...tensorsOfGraph(graph), ...functions.flatMap(({ nodes }) => nodes.flatMap(tensorsOfNode))];
}

const tensorsOfGraph = ({ initializers, nodes }: Graph): Tensor[] => [
  ...initializers.values(),
  ...nodes.flatMap(tensorsOfNode),
];

function tensorsOfNode(node: GraphNode): Tensor[] {
  const own = [...node.attributes.values()].flatMap((attribute) => {
    if (attribute.kind === 'tensor') return [attribute.value];
    return attribute.kind === 'tensors' ? attribute.value : [];
  });
  return [...own, ...bodiesOf(node).flatMap(tensorsOfGraph)];
}

/** Names of all values that depend on an input of the graph (the inputs included). */
export function variableValues(graph: Graph): Set<string> {
  return dependents(
    graph,
    graph.inputs.map(({ name }) => name),
  );
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
