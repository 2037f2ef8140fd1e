import { float, floatAttribute, intAttribute, intsAttribute } from '../attributes.ts';
import { createBuilder, type GraphBuilder } from '../builder.ts';
import { type GraphNode, operatorName, type StaticModel, type Value } from '../ir.ts';
import { namesOf, producersOf, readsOf, variableValues, withoutDeadCode } from './graphWalks.ts';

/** y = α·x + β with one pair for each channel: [C] both. */
interface Affine {
  readonly alpha: Value;
  readonly beta: Value | undefined;
}

/** A node with its inputs. */
interface Place {
  readonly g: GraphBuilder;
  readonly node: GraphNode;
  readonly inputs: readonly (Value | undefined)[];
}

/**
 * Folds each affine map per channel (a depthwise 1×1 Conv, which is what `normalise` makes of BatchNormalization, or a
 * BatchNormalization of vectors) into the Conv or Gemm before it, where nothing else reads what is in between.
 *
 * For relevance propagation: rules that look at positive and negative weights mean those of a layer with its normalisation
 * (Guillemot et al. 2020). Gradients do without: docs/decisions/001. The new weights are nodes on the initializers.
 */
export function foldAffines(model: StaticModel): StaticModel {
  const { graph } = model;
  const producers = producersOf(graph);
  const variable = variableValues(graph);
  const readers = countReaders(graph.nodes.flatMap(readsOf), graph.outputs);
  const taken = namesOf(graph);
  const g = createBuilder((name) => taken.has(name));
  const valueNamed = (name: string) => (name === '' ? undefined : (g.values.get(name) ?? model.values.get(name)));
  const placeOf = (node: GraphNode): Place => ({ g, node, inputs: node.inputs.map(valueNamed) });
  const isConstant = ({ inputs }: GraphNode) => inputs.slice(1).every((name) => !variable.has(name));
  const nodes: GraphNode[] = [];
  for (const node of graph.nodes) {
    const [x = '', y = ''] = [node.inputs[0], node.outputs[0]];
    const layer = producers.get(x);
    const fits = layer !== undefined && readers.get(x) === 1 && isConstant(layer) && isConstant(node);
    const start = g.nodes.length;
    g.scope(`fold/${node.name || y}`);
    const affine = fits && variable.has(x) && canScale(placeOf(layer)) ? affineOf(placeOf(node)) : undefined;
    const result = affine === undefined ? node : { ...scaled(placeOf(layer!), affine), outputs: node.outputs };
    producers.set(y, result);
    nodes.push(...g.nodes.slice(start), result);
  }
  const values = new Map([...model.values, ...g.values]);
  const initializers = new Map([...graph.initializers, ...g.initializers]);
  return { ...model, values, graph: withoutDeadCode({ ...graph, nodes, initializers }) };
}

function countReaders(reads: readonly string[], outputs: readonly { readonly name: string }[]): Map<string, number> {
  const readers = new Map<string, number>();
  for (const name of [...reads, ...outputs.map((output) => output.name)])
    readers.set(name, (readers.get(name) ?? 0) + 1);
  return readers;
}

/** Nodes that are affine maps per channel of their first input, and what the maps are. Add one: an entry. */
const affines: Readonly<Record<string, (place: Place) => Affine | undefined>> = {
  Conv({ g, node, inputs: [x, w, beta] }) {
    const channels = x?.shape[1];
    const isPerChannel = w?.shape.every((size, axis) => size === (axis === 0 ? channels : 1));
    const isPlain =
      intAttribute(node, 'group', 1) === channels &&
      (intsAttribute(node, 'pads') ?? []).every((pad) => pad === 0) &&
      (intsAttribute(node, 'strides') ?? []).every((stride) => stride === 1);
    return isPerChannel && isPlain ? { alpha: g.reshape(w!, [channels!]), beta } : undefined;
  },
  BatchNormalization({ g, node, inputs }) {
    const [, scale, bias, mean, variance] = inputs;
    if (intAttribute(node, 'training_mode', 0) === 1 || !inputs.every(Boolean)) return undefined;
    const epsilon = g.scalar(floatAttribute(node, 'epsilon', 1e-5), variance!);
    const alpha = g.div(scale!, g.unary('Sqrt', g.add(variance!, epsilon)));
    return { alpha, beta: g.sub(bias!, g.mul(mean!, alpha)) };
  },
};

const affineOf = (place: Place): Affine | undefined => affines[operatorName(place.node)]?.(place);

/** Layers whose weights can take a factor for each output channel. Add one: an entry. */
const scalable: Readonly<Record<string, (place: Place, affine: Affine) => GraphNode>> = {
  Conv({ g, node, inputs: [, w, bias] }, { alpha, beta }) {
    const column = g.reshape(
      alpha,
      w!.shape.map((size, axis) => (axis === 0 ? size : 1)),
    );
    return withInputs(node, [g.mul(w!, column), shifted(g, bias && g.mul(bias, alpha), beta)]);
  },
  Gemm({ g, node, inputs: [, b, c] }, { alpha, beta }) {
    const isTransposed = intAttribute(node, 'transB', 0) === 1;
    const weights = g.mul(b!, isTransposed ? g.reshape(alpha, [alpha.shape[0]!, 1]) : alpha);
    const factor = floatAttribute(node, 'beta', 1);
    const bias = shifted(g, c && g.mul(g.scale(c, factor), alpha), beta);
    const attributes = new Map([...node.attributes, ['beta', float(1)] as const]);
    return { ...withInputs(node, [weights, bias]), attributes };
  },
};

const canScale = ({ node }: Place): boolean => scalable[operatorName(node)] !== undefined;

const scaled = (place: Place, affine: Affine): GraphNode => scalable[operatorName(place.node)]!(place, affine);

function shifted(g: GraphBuilder, bias: Value | undefined, beta: Value | undefined): Value | undefined {
  if (bias === undefined || beta === undefined) return bias ?? beta;
  return g.add(bias, beta);
}

function withInputs(node: GraphNode, constants: readonly (Value | undefined)[]): GraphNode {
  const names = constants.flatMap((value) => (value === undefined ? [] : [value.name]));
  return { ...node, inputs: [node.inputs[0]!, ...names] };
}
