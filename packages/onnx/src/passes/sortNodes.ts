import { InvalidModelError } from '../errors.ts';
import { type GraphNode, nodeLabel } from '../ir.ts';
import { readsOf } from './graphWalks.ts';
import { mapBodies } from './mapBodies.ts';
import { type Pass, withGraph } from './pass.ts';

/**
 * Every node after those it reads from. The format asks for it, tools that edit graphs forget it, and ONNX Runtime does not mind.
 *
 * @throws InvalidModelError nodes that wait for each other
 */
export const sortNodes: Pass = {
  name: 'sortNodes',
  run(model) {
    const nodes = sorted(model.graph.nodes);
    const functions = model.functions.map((each) => {
      const inner = sorted(each.nodes);
      return inner === each.nodes ? each : { ...each, nodes: inner };
    });
    const isSorted = nodes === model.graph.nodes && functions.every((each, i) => each === model.functions[i]);
    return isSorted ? model : { ...withGraph(model, { nodes }), functions };
  },
};

/** The same array where nothing moves. */
function sorted(given: readonly GraphNode[]): readonly GraphNode[] {
  const nodes = given.map((node) => mapBodies(node, (body) => ({ ...body, nodes: sorted(body.nodes) })));
  const producers = new Map<string, GraphNode>();
  for (const node of nodes)
    for (const name of node.outputs) if (name !== '' && !producers.has(name)) producers.set(name, node);
  const result = new Set<GraphNode>();
  const missing = (node: GraphNode) =>
    readsOf(node)
      .map((name) => producers.get(name))
      .find((source) => source !== undefined && !result.has(source));
  for (const node of nodes) {
    // Depth first on a stack of its own: networks are deeper than calls may be.
    const path = [node];
    const waiting = new Set<GraphNode>();
    while (path.length > 0) {
      const last = path.at(-1)!;
      const source = missing(last);
      waiting.add(last);
      if (source === undefined) result.add(path.pop()!);
      else if (waiting.has(source)) throw circle([...path.slice(path.indexOf(source)), source]);
      else path.push(source);
    }
  }
  return [...result].every((node, i) => node === given[i]) ? given : [...result];
}

function circle(nodes: readonly GraphNode[]): InvalidModelError {
  const labels = nodes.map((node) => `'${nodeLabel(node)}'`);
  const listed = labels.length > 6 ? [...labels.slice(0, 4), '…', labels.at(-1)] : labels;
  return new InvalidModelError(
    `the nodes of the model read from each other in a circle: ${listed.join(' ← ')}. The file is damaged: export it again`,
  );
}
