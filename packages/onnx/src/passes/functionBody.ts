import { type Attribute, type Graph, type GraphNode, type ModelFunction, nodeLabel } from '../ir.ts';
import { valuesOf } from './graphWalks.ts';
import { identity } from './identity.ts';
import { mapBodies } from './mapBodies.ts';
import { originInside } from './origins.ts';
import { renameNode } from './renameValues.ts';

/** The nodes that compute what one call of a function returns, with names of their own: `<call>/<name in the function>`. */
export function functionBody(
  { inputs, outputs, nodes, defaults, name }: ModelFunction,
  call: GraphNode,
  unique: (base: string) => string,
): Graph {
  const label = nodeLabel(call);
  const names = new Map(inputs.map((input, i) => [input, call.inputs[i] ?? '']));
  const copies: GraphNode[] = [];
  const given = new Set(names.keys());
  outputs.forEach((output, i) => {
    const wanted = call.outputs[i] ?? '';
    if (wanted === '') return;
    // What is an input too, or is returned twice, cannot be made under the caller's name.
    if (given.has(output)) copies.push(identity(output, wanted, unique(`${label}/${output}`)));
    else names.set(output, wanted);
    given.add(output);
  });
  for (const local of valuesOf(nodes)) if (!names.has(local)) names.set(local, unique(`${label}/${local}`));
  // The copies read the function's names and make the caller's.
  const renamed = [
    ...nodes.map((node) => ({
      ...renameNode(node, names),
      name: unique(`${label}/${nodeLabel(node)}`),
      origin: originInside(call, node),
    })),
    ...copies.map((copy) => ({
      ...copy,
      inputs: copy.inputs.map((input) => names.get(input) ?? input),
      origin: call.origin,
    })),
  ];
  const attribute = (key: string) => call.attributes.get(key) ?? defaults.get(key);
  return {
    name,
    inputs: [],
    outputs: [],
    nodes: renamed.map((node) => resolved(node, attribute)),
    initializers: new Map(),
  };
}

/** References to the function's attributes replaced by what the caller gave; those with no value are left to the operator. */
function resolved(node: GraphNode, attribute: (name: string) => Attribute | undefined): GraphNode {
  const inner = mapBodies(node, (body) => ({
    ...body,
    nodes: body.nodes.map((each) => resolved(each, attribute)),
    // Recorded shapes of values that have other names now.
    extra: undefined,
  }));
  if (![...inner.attributes.values()].some(({ kind }) => kind === 'reference')) return inner;
  const attributes = [...inner.attributes].flatMap(([key, value]): [string, Attribute][] => {
    if (value.kind !== 'reference') return [[key, value]];
    const found = attribute(value.value);
    return found === undefined ? [] : [[key, found]];
  });
  return { ...inner, attributes: new Map(attributes) };
}
