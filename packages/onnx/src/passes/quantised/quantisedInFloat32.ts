import { createBuilder, isStraightThrough } from '../../builder.ts';
import { floatTypes, inlineNumbers } from '../../elements.ts';
import { type ElementType, type GraphNode, nodeLabel, operatorName, type StaticModel, type Value } from '../../ir.ts';
import { withRefusal } from '../decompose/decomposition.ts';
import { namesOf, readsOf, variableValues, withoutDeadCode } from '../graphWalks.ts';
import { identity } from '../identity.ts';
import { inOriginOf } from '../origins.ts';
import { renameNode } from '../renameValues.ts';
import { roundTowardsZero } from './affine.ts';
import * as operators from './index.ts';
import { isQuantisedOperator } from './isQuantisedOperator.ts';
import { markApproximated, markKeepsNumbers } from './marks.ts';
import { type Mover, moverOf } from './movers.ts';
import { limitsOf, type QuantisedOperator, type WholeNumbers } from './quantisedOperator.ts';
import { contextOf, type Rewriting, whole } from './rewriting.ts';

const byOperator: ReadonlyMap<string, QuantisedOperator> = new Map(
  Object.values<QuantisedOperator>(operators).map((operator) => [operator.op, operator]),
);

/**
 * Quantised operators that depend on an input of the graph, computed in float32 with the same whole numbers: what was an
 * 8-bit integer keeps its name and becomes a float32 that holds it. Rounding passes derivatives on by the straight-through
 * estimate (docs/decisions/006). Weights that are only dequantised stay as they are: that is exact.
 */
export function quantisedInFloat32(model: StaticModel): StaticModel {
  const { graph } = model;
  const variable = variableValues(graph);
  const isQuantised = (node: GraphNode) => isQuantisedOperator(node) && node.inputs.some((name) => variable.has(name));
  if (!graph.nodes.some(isQuantised)) return model;
  const taken = namesOf(graph);
  const g = createBuilder((name) => taken.has(name));
  const rewriting: Rewriting = {
    g,
    values: new Map(model.values),
    carried: new Map(),
    constant: (name) => {
      const tensor = graph.initializers.get(name);
      return tensor && inlineNumbers(tensor);
    },
    // Integers made in another way of what the graph takes: no estimate is known for them.
    isForeign: (name) => variable.has(name) && !rewriting.carried.has(name) && isWhole(model.values.get(name)?.type),
    isOutput: (name) => graph.outputs.some((output) => output.name === name),
  };
  const nodes = graph.nodes.flatMap((node) => inOriginOf(node, rewriteNode(rewriting, node, isQuantised(node))));
  return {
    ...model,
    values: new Map([...rewriting.values, ...g.values]),
    graph: withoutDeadCode({
      ...graph,
      nodes,
      outputs: graph.outputs.map((output) => (rewriting.carried.has(output.name) ? { name: output.name } : output)),
      initializers: new Map([...graph.initializers, ...g.initializers]),
    }),
  };
}

const isWhole = (type: ElementType = 'float32') => !floatTypes.has(type) && type !== 'bool';

function rewriteNode(rewriting: Rewriting, node: GraphNode, isQuantised: boolean): readonly GraphNode[] {
  const { g, carried } = rewriting;
  g.scope(`quantised/${nodeLabel(node)}`);
  const operator = byOperator.get(operatorName(node));
  const isCarried = (index: number) => carried.has(node.inputs[index] ?? '');
  const isKnown = !node.inputs.some(rewriting.isForeign);
  if (operator !== undefined && isKnown && (isQuantised || operator.data?.some(isCarried))) {
    return rewritten(rewriting, operator, node);
  }
  if (!readsOf(node).some((name) => carried.has(name))) return [node];
  const mover = moverOf(node);
  const type = mover && movedType(rewriting, node, mover);
  return type === undefined ? castBack(rewriting, node) : moved(rewriting, node, mover!, type);
}

/** Types an output of a rewritten operator can have. */
const known = (type: ElementType) => floatTypes.has(type) || type === 'int32' || limitsOf(type) !== undefined;

function rewritten(rewriting: Rewriting, operator: QuantisedOperator, node: GraphNode): readonly GraphNode[] {
  const { g, values } = rewriting;
  const start = g.nodes.length;
  const named = (names: readonly string[]) => names.filter((name) => name !== '');
  if (![...named(node.inputs), ...named(node.outputs)].every((name) => values.has(name))) {
    return castBack(rewriting, withRefusal(node, 'the shapes of its inputs or outputs depend on the data'));
  }
  const strange = named(node.outputs).find((name) => !known(values.get(name)!.type) && operator.data === undefined);
  const results =
    strange === undefined
      ? operator.rewrite(contextOf(rewriting, node))
      : `quantisation to ${values.get(strange)!.type} is not known`;
  if (typeof results === 'string') return castBack(rewriting, withRefusal(node, results));
  const last = node.outputs.flatMap((output, i): GraphNode[] => {
    const made = results[i];
    if (output === '' || made === undefined) return [];
    const { value, offset } = 'value' in made ? made : { value: made, offset: 0 };
    if (!floatTypes.has(values.get(output)!.type))
      carry(rewriting, output, { value: { ...value, name: output }, offset });
    return [identity(value.name, output, `quantised/${nodeLabel(node)}/output_${i}`)];
  });
  const made = g.nodes.slice(start);
  const marked = made.some(isStraightThrough) ? last.map(markApproximated) : last;
  return [...made, ...marked].map((one) => (operator.keepsNumbers?.(one) ? markKeepsNumbers(one) : one));
}

/** From now on the value of this name is float32. */
function carry({ values, carried }: Rewriting, name: string, numbers: WholeNumbers): void {
  carried.set(name, { ...numbers, type: values.get(name)!.type });
  values.set(name, { ...numbers.value, name });
}

/** The integer type of the numbers a node moves; undefined where it cannot move float32 numbers in their place. */
function movedType({ values, carried }: Rewriting, node: GraphNode, mover: Mover): ElementType | undefined {
  const types = dataInputs(node, mover).map((name) => carried.get(name)?.type ?? values.get(name)?.type);
  const [type] = types;
  if (type === undefined || types.some((other) => other !== type) || mover.refuse?.(node) !== undefined)
    return undefined;
  const isMoving = dataInputs(node, mover).some((name) => carried.has(name));
  const isKnown = node.outputs.every((name) => name === '' || values.has(name));
  return isMoving && isKnown && (mover.types?.has(type) ?? true) ? type : undefined;
}

function dataInputs(node: GraphNode, { data }: Mover): readonly string[] {
  return node.inputs.filter((name, i) => name !== '' && (data === 'all' || data.includes(i)));
}

function moved(rewriting: Rewriting, node: GraphNode, mover: Mover, type: ElementType): readonly GraphNode[] {
  const { g, values } = rewriting;
  const start = g.nodes.length;
  const data = new Set(dataInputs(node, mover));
  const reads = readsOf(node).map((name): [string, Value] => [
    name,
    data.has(name) ? inFloat32(rewriting, name) : inFile(rewriting, name),
  ]);
  const isData = (name: string) => values.get(name)?.type === type;
  if (mover.truncates?.(node)) {
    const byName = new Map(reads);
    const output = node.outputs[0]!;
    const attributes = Object.fromEntries(node.attributes);
    const inputs = node.inputs.map((name) => byName.get(name));
    const exact = g.op(node.op, inputs, { attributes, shape: values.get(output)!.shape, type: 'float32' });
    const value = roundTowardsZero(g, exact);
    carry(rewriting, output, { value, offset: 0 });
    const last = identity(value.name, output, `quantised/${nodeLabel(node)}/output`);
    return [...g.nodes.slice(start), markApproximated(last)];
  }
  for (const name of node.outputs.filter(isData)) {
    carry(rewriting, name, { value: { ...values.get(name)!, type: 'float32' }, offset: 0 });
  }
  return [...g.nodes.slice(start), renameNode(node, new Map(reads.map(([name, value]) => [name, value.name])))];
}

/** A node that works on integers gets them. */
function castBack(rewriting: Rewriting, node: GraphNode): readonly GraphNode[] {
  const { g, carried } = rewriting;
  const start = g.nodes.length;
  const names = readsOf(node).filter((name) => carried.has(name));
  const renamed = renameNode(node, new Map(names.map((name) => [name, inFile(rewriting, name).name])));
  return [...g.nodes.slice(start), renamed];
}

/** The numbers of a value as float32. */
function inFloat32({ g, values, carried, constant }: Rewriting, name: string): Value {
  const numbers = carried.get(name);
  if (numbers !== undefined) return whole(g, numbers);
  const value = values.get(name)!;
  const known = constant(name);
  return known === undefined ? g.cast(value, 'float32') : g.float32(known, value.shape);
}

/** A value in the type of the file. */
function inFile({ g, values, carried }: Rewriting, name: string): Value {
  const numbers = carried.get(name);
  return numbers === undefined ? values.get(name)! : g.cast(whole(g, numbers), numbers.type);
}
