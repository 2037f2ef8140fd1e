import { createBuilder, type GraphBuilder } from '../../builder.ts';
import { inlineNumbers } from '../../elements.ts';
import { type GraphNode, nodeLabel, operatorName, type StaticModel, type Value } from '../../ir.ts';
import { namesOf, producersOf, variableValues } from '../graphWalks.ts';
import { inOriginOf } from '../origins.ts';
import { type Decomposition, refusalOf, withRefusal } from './decomposition.ts';
import * as decompositions from './index.ts';

const byOperator: ReadonlyMap<string, Decomposition> = new Map(
  Object.values<Decomposition>(decompositions).map((decomposition) => [decomposition.op, decomposition]),
);

/** Replaces composite operators that depend on an input by the standard operators they are made of. */
export function decompose(model: StaticModel): StaticModel {
  const { graph } = model;
  const variable = variableValues(graph);
  const isComposite = (node: GraphNode) =>
    byOperator.has(operatorName(node)) &&
    refusalOf(node) === undefined &&
    node.inputs.some((name) => variable.has(name));
  if (!graph.nodes.some(isComposite)) return model;
  const taken = namesOf(graph);
  const g = createBuilder((name) => taken.has(name));
  const producers = producersOf(graph);
  const nodes = graph.nodes.flatMap((node) =>
    isComposite(node) ? inOriginOf(node, replacement(model, producers, g, node)) : [node],
  );
  // What a decomposition emits may be composite in its turn.
  return decompose({
    ...model,
    values: new Map([...model.values, ...g.values]),
    graph: { ...graph, nodes, initializers: new Map([...graph.initializers, ...g.initializers]) },
  });
}

function replacement(
  model: StaticModel,
  producers: ReadonlyMap<string, GraphNode>,
  g: GraphBuilder,
  node: GraphNode,
): readonly GraphNode[] {
  const known = [...node.inputs, ...node.outputs].every((name) => name === '' || model.values.has(name));
  if (!known) return [withRefusal(node, 'the shapes of its inputs or outputs depend on the data')];
  const optional = (name: string): Value | undefined => model.values.get(name);
  g.scope(`decomposed/${nodeLabel(node)}`);
  const start = g.nodes.length;
  const results = byOperator.get(operatorName(node))!.rewrite({
    g,
    node,
    inputs: node.inputs.map(optional),
    outputs: node.outputs.map(optional),
    producer: (index) => producers.get(node.inputs[index] ?? ''),
    constant: (index) => {
      const tensor = model.graph.initializers.get(node.inputs[index] ?? '');
      return tensor && inlineNumbers(tensor);
    },
  });
  if (typeof results === 'string') return [withRefusal(node, results)];
  // ONNX Runtime removes these again; they keep the names that the rest of the graph reads.
  const named = node.outputs.flatMap((output, i): GraphNode[] => {
    const made = results[i];
    if (output === '' || made === undefined) return [];
    const name = `decomposed/${nodeLabel(node)}/output_${i}`;
    return [{ op: 'Identity', domain: '', name, inputs: [made.name], outputs: [output], attributes: new Map() }];
  });
  return [...g.nodes.slice(start), ...named];
}
