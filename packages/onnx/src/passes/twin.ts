import type { StaticModel, Value } from '../ir.ts';
import { dependents, namesOf, valuesOf } from './graphWalks.ts';
import { renameNode } from './renameValues.ts';
import { uniqueNames } from './uniqueNames.ts';

export interface Twin {
  readonly model: StaticModel;
  /** What a value is in the other pass; the value itself where it does not depend on the input. */
  twinOf(value: Value): Value;
}

/**
 * The graph with everything that depends on `input` once more, fed by a further input of the same shape: one run tells what the network
 * makes of two images. Weights, and nodes that do not depend on the input, are shared. Outputs stay those of the first pass.
 *
 * @throws Error the input does not exist, or the name of the new one is taken
 * @example
 * const { model, twinOf } = withTwin(classifier, 'image', 'baseline');
 */
export function withTwin(model: StaticModel, input: string, twinInput: string): Twin {
  const { graph, values } = model;
  const info = graph.inputs.find(({ name }) => name === input);
  if (info === undefined) throw new Error(`the model has no input '${input}'`);
  const taken = new Set([...namesOf(graph), ...valuesOf(graph.nodes)]);
  if (taken.has(twinInput)) throw new Error(`the model already has a value or node named '${twinInput}'`);
  const unique = uniqueNames(taken.add(twinInput));
  const depending = dependents(graph, [input]);
  const nodes = graph.nodes.filter(({ outputs }) => outputs.some((name) => depending.has(name)));
  const made = valuesOf(nodes).map((name) => [name, unique(`${twinInput}/${name}`)] as const);
  const names = new Map([[input, twinInput], ...made]);
  const twins = nodes.map((node) => ({
    ...renameNode(node, names),
    ...(node.name !== '' && { name: unique(`${twinInput}/${node.name}`) }),
  }));
  const twinOf = (value: Value): Value => ({ ...value, name: names.get(value.name) ?? value.name });
  const known = [...values.values()].filter(({ name }) => names.has(name)).map(twinOf);
  return {
    twinOf,
    model: {
      ...model,
      values: new Map([...values, ...known.map((value) => [value.name, value] as const)]),
      graph: {
        ...graph,
        inputs: [...graph.inputs, { name: twinInput, type: info.type }],
        nodes: [...graph.nodes, ...twins],
      },
    },
  };
}
