import { inlineNumbers } from '../elements.ts';
import { InvalidModelError } from '../errors.ts';
import type { Graph, GraphNode, Model, Tensor } from '../ir.ts';
import { namesOf } from './graphWalks.ts';
import { mapBodies } from './mapBodies.ts';
import { inOriginOf } from './origins.ts';
import { type Pass, withGraph } from './pass.ts';
import { uniqueNames } from './uniqueNames.ts';
import { upgrades } from './upgrade/index.ts';
import type { UpgradeContext } from './upgrade/upgrade.ts';

/** The operator set all rules are written for. Newer models keep theirs: what is emitted is valid there too. */
export const RULE_OPSET = 18;
const OLDEST = 7;

/** Rewrites nodes of older operator sets, so that a gradient rule knows one form of its operator. */
export const upgradeOpset: Pass = {
  name: 'upgradeOpset',
  run(model) {
    const opset = opsetOf(model);
    if (model.opsets.has('') && opset >= RULE_OPSET) return model;
    const constant = (name: string) => {
      const tensor = model.graph.initializers.get(name);
      return tensor && inlineNumbers(tensor);
    };
    const graph = upgradeGraph(model.graph, { opset, unique: uniqueNames(namesOf(model.graph)), constant });
    return withGraph({ ...model, opsets: new Map([...model.opsets, ['', Math.max(opset, RULE_OPSET)]]) }, graph);
  },
};

/** A model that names no standard operator set has no standard nodes: any set will do. */
export const opsetOf = ({ opsets }: Pick<Model, 'opsets'>) => opsets.get('') ?? RULE_OPSET;

/** @throws InvalidModelError the operator set is too old */
export function upgradeGraph(graph: Graph, context: UpgradeContext): Graph {
  if (context.opset >= RULE_OPSET) return graph;
  if (context.opset < OLDEST) {
    throw new InvalidModelError(
      `the model uses operator set ${context.opset}; the oldest that can be read is ${OLDEST}: export it again`,
    );
  }
  const initializers = new Map<string, Tensor>(graph.initializers);
  const nodes = graph.nodes.flatMap((original): readonly GraphNode[] => {
    const node = mapBodies(original, (body) => upgradeGraph(body, context));
    const upgrade = upgrades.find(({ op, below }) => op === node.op && node.domain === '' && context.opset < below);
    if (upgrade === undefined) return [node];
    const replacement = upgrade.rewrite(node, context);
    for (const tensor of replacement.initializers ?? []) initializers.set(tensor.name, tensor);
    return inOriginOf(original, replacement.nodes);
  });
  return { ...graph, nodes, initializers };
}
