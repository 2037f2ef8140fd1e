import type { Attribute, Graph, GraphNode, Model } from '../ir.ts';

/** Gives values other names, everywhere they are made or read, bodies of control flow included. */
export function renameValues(model: Model, names: ReadonlyMap<string, string>): Model {
  return names.size === 0 ? model : { ...model, graph: renameGraph(model.graph, names) };
}

function renameGraph(graph: Graph, names: ReadonlyMap<string, string>): Graph {
  const renamed = (name: string) => names.get(name) ?? name;
  return {
    ...graph,
    inputs: graph.inputs.map((info) => renameInfo(info, renamed)),
    outputs: graph.outputs.map((info) => renameInfo(info, renamed)),
    nodes: graph.nodes.map((node) => renameNode(node, names, renamed)),
    initializers: new Map(
      [...graph.initializers].map(([name, tensor]) => [renamed(name), { ...tensor, name: renamed(name) }]),
    ),
  };
}

type Info = Graph['inputs'][number];

/** What was read from the file carries the old name, so it is dropped for a renamed value. */
function renameInfo(info: Info, renamed: (name: string) => string): Info {
  const name = renamed(info.name);
  return name === info.name ? info : { name, type: info.type };
}

function renameNode(node: GraphNode, names: ReadonlyMap<string, string>, renamed: (name: string) => string): GraphNode {
  const attributes = [...node.attributes].map(([key, attribute]) => [key, renameAttribute(attribute, names)] as const);
  return {
    ...node,
    inputs: node.inputs.map(renamed),
    outputs: node.outputs.map(renamed),
    attributes: new Map(attributes),
  };
}

function renameAttribute(attribute: Attribute, names: ReadonlyMap<string, string>): Attribute {
  if (attribute.kind === 'graph') return { kind: 'graph', value: renameGraph(attribute.value, names) };
  if (attribute.kind === 'graphs')
    return { kind: 'graphs', value: attribute.value.map((graph) => renameGraph(graph, names)) };
  return attribute;
}
