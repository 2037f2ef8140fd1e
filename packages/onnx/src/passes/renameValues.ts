import type { Graph, GraphNode, Model } from '../ir.ts';
import { mapBodies } from './mapBodies.ts';

/** Gives values other names, everywhere they are made or read, bodies of control flow included. */
export function renameValues(model: Model, names: ReadonlyMap<string, string>): Model {
  return names.size === 0 ? model : { ...model, graph: renameGraph(model.graph, names) };
}

export function renameGraph(graph: Graph, names: ReadonlyMap<string, string>): Graph {
  const renamed = (name: string) => names.get(name) ?? name;
  return {
    ...graph,
    inputs: graph.inputs.map((info) => renameInfo(info, renamed)),
    outputs: graph.outputs.map((info) => renameInfo(info, renamed)),
    nodes: graph.nodes.map((node) => renameNode(node, names)),
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

export function renameNode(node: GraphNode, names: ReadonlyMap<string, string>): GraphNode {
  const renamed = (name: string) => names.get(name) ?? name;
  return {
    ...mapBodies(node, (body) => renameGraph(body, names)),
    inputs: node.inputs.map(renamed),
    outputs: node.outputs.map(renamed),
  };
}
