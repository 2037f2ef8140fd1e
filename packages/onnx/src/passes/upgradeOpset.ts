import { inlineNumbers } from '../elements.ts';
import { InvalidModelError } from '../errors.ts';
import type { Attribute, Graph, GraphNode, Tensor } from '../ir.ts';
import { namesOf } from './graphWalks.ts';
import { type Pass, withGraph } from './pass.ts';
import { upgrades } from './upgrade/index.ts';
import type { UpgradeContext } from './upgrade/upgrade.ts';

/** The operator set all rules are written for. Newer models keep theirs: what is emitted is valid there too. */
export const RULE_OPSET = 18;
const OLDEST = 7;

/** Rewrites nodes of older operator sets, so that a gradient rule knows one form of its operator. */
export const upgradeOpset: Pass = {
  name: 'upgradeOpset',
  run(model) {
    const opset = model.opsets.get('') ?? RULE_OPSET;
    if (opset >= RULE_OPSET) return model;
    if (opset < OLDEST) {
      throw new InvalidModelError(
        `the model uses operator set ${opset}; the oldest that can be read is ${OLDEST}: export it again`,
      );
    }
    const names = namesOf(model.graph);
    const unique = (base: string) => {
      let name = base;
      for (let k = 1; names.has(name); k++) name = `${base}_${k}`;
      names.add(name);
      return name;
    };
    const constant = (name: string) => {
      const tensor = model.graph.initializers.get(name);
      return tensor && inlineNumbers(tensor);
    };
    const graph = upgradeGraph(model.graph, { opset, unique, constant });
    return withGraph({ ...model, opsets: new Map([...model.opsets, ['', RULE_OPSET]]) }, graph);
  },
};

function upgradeGraph(graph: Graph, context: UpgradeContext): Graph {
  const initializers = new Map<string, Tensor>(graph.initializers);
  const nodes = graph.nodes.flatMap((original): readonly GraphNode[] => {
    const node = withBodies(original, (body) => upgradeGraph(body, context));
    const upgrade = upgrades.find(({ op, below }) => op === node.op && node.domain === '' && context.opset < below);
    if (upgrade === undefined) return [node];
    const replacement = upgrade.rewrite(node, context);
    for (const tensor of replacement.initializers ?? []) initializers.set(tensor.name, tensor);
    return replacement.nodes;
  });
  return { ...graph, nodes, initializers };
}

/** The node with the bodies of its control flow rewritten. */
function withBodies(node: GraphNode, rewrite: (body: Graph) => Graph): GraphNode {
  const bodies = [...node.attributes].flatMap(([name, attribute]): [string, Attribute][] => {
    if (attribute.kind === 'graph') return [[name, { ...attribute, value: rewrite(attribute.value) }]];
    if (attribute.kind === 'graphs') return [[name, { ...attribute, value: attribute.value.map(rewrite) }]];
    return [];
  });
  return bodies.length === 0 ? node : { ...node, attributes: new Map([...node.attributes, ...bodies]) };
}
