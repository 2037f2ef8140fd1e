import { InvalidModelError } from '../errors.ts';
import type { GraphNode, Tensor } from '../ir.ts';
import { type Pass, withGraph } from './pass.ts';
import { upgrades } from './upgrade/index.ts';

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
    const names = new Set([
      ...model.graph.inputs.map(({ name }) => name),
      ...model.graph.initializers.keys(),
      ...model.graph.nodes.flatMap(({ outputs }) => outputs),
    ]);
    const unique = (base: string) => {
      let name = base;
      for (let k = 1; names.has(name); k++) name = `${base}_${k}`;
      names.add(name);
      return name;
    };
    const initializers = new Map<string, Tensor>(model.graph.initializers);
    const nodes = model.graph.nodes.flatMap((node): readonly GraphNode[] => {
      const upgrade = upgrades.find(({ op, below }) => op === node.op && node.domain === '' && opset < below);
      if (upgrade === undefined) return [node];
      const replacement = upgrade.rewrite(node, { opset, unique });
      for (const tensor of replacement.initializers ?? []) initializers.set(tensor.name, tensor);
      return replacement.nodes;
    });
    return withGraph({ ...model, opsets: new Map([...model.opsets, ['', RULE_OPSET]]) }, { nodes, initializers });
  },
};
