import type { Attribute, Graph, GraphNode } from '../ir.ts';

/** The node with the bodies of its control flow rewritten; the same node where there are none. */
export function mapBodies(node: GraphNode, rewrite: (body: Graph) => Graph): GraphNode {
  const bodies = [...node.attributes].flatMap(([name, attribute]): [string, Attribute][] => {
    if (attribute.kind === 'graph') return [[name, { ...attribute, value: rewrite(attribute.value) }]];
    if (attribute.kind === 'graphs') return [[name, { ...attribute, value: attribute.value.map(rewrite) }]];
    return [];
  });
  return bodies.length === 0 ? node : { ...node, attributes: new Map([...node.attributes, ...bodies]) };
}
