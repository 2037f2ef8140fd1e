import { int } from '../attributes.ts';
import { bytesToNumbers, float32Tensor } from '../elements.ts';
import type { Attribute, ElementType, Graph, GraphNode, Tensor, ValueInfo } from '../ir.ts';
import { dataTypeOf } from '../protobuf/elementTypes.ts';
import { bodiesOf, namesOf } from './graphWalks.ts';
import { mapBodies } from './mapBodies.ts';
import { type Pass, withGraph } from './pass.ts';
import { uniqueNames } from './uniqueNames.ts';

const half: ReadonlySet<ElementType> = new Set(['float16', 'bfloat16']);
const halfCodes: ReadonlySet<bigint> = new Set([...half].map((type) => BigInt(dataTypeOf(type))));
const FLOAT32 = dataTypeOf('float32');

/** Attributes that hold an element type, in whichever operator they occur. */
const typeAttributes: ReadonlySet<string> = new Set([
  'to',
  'dtype',
  'output_dtype',
  'output_datatype',
  'precision',
  'softmax_precision',
  'stash_type',
]);

/**
 * Models in half precision (float16, bfloat16) are computed in float32: the weights are cast once, when the runtime loads
 * them, and everything else is float32 from the start. What half precision rounds away on its way is not rounded.
 * Half-precision weights that the model itself casts stay as they are (docs/decisions/005).
 */
export const computeInFloat32: Pass = {
  name: 'computeInFloat32',
  run(model) {
    if (!usesHalf(model.graph)) return model;
    return withGraph(model, convertGraph(model.graph, uniqueNames(namesOf(model.graph))));
  },
};

/** Whether anything but weights that are only cast is in half precision. */
function usesHalf(graph: Graph): boolean {
  const infos = [...graph.inputs, ...graph.outputs];
  if (infos.some(({ type }) => type && half.has(type.elementType)) || readWeights(graph).length > 0) return true;
  return graph.nodes.some(
    (node) => [...node.attributes].some(([name, value]) => isHalf(name, value)) || bodiesOf(node).some(usesHalf),
  );
}

function isHalf(name: string, attribute: Attribute): boolean {
  if (attribute.kind === 'tensor') return half.has(attribute.value.type);
  return attribute.kind === 'int' && typeAttributes.has(name) && halfCodes.has(attribute.value);
}

/** Half-precision weights that something else than a Cast reads. */
function readWeights(graph: Graph): readonly Tensor[] {
  const read = new Set(graph.outputs.map(({ name }) => name));
  const collect = ({ nodes, outputs }: Graph) => {
    for (const { name } of outputs) read.add(name);
    for (const node of nodes) {
      if (node.op !== 'Cast') for (const name of node.inputs) read.add(name);
      bodiesOf(node).forEach(collect);
    }
  };
  collect(graph);
  return [...graph.initializers.values()].filter(({ name, type }) => half.has(type) && read.has(name));
}

type Unique = (base: string) => string;

function convertGraph(graph: Graph, unique: Unique): Graph {
  const initializers = new Map(graph.initializers);
  const casts: GraphNode[] = [];
  const castOf = (tensor: Tensor) => {
    const stored: Tensor = { ...tensor, name: unique(`${tensor.name}/${tensor.type}`) };
    initializers.set(stored.name, stored);
    casts.push(castToFloat32(stored.name, tensor.name));
  };
  for (const tensor of readWeights(graph)) {
    const converted = inFloat32(tensor);
    if (converted === undefined) initializers.delete(tensor.name);
    if (converted === undefined) castOf(tensor);
    else initializers.set(tensor.name, converted);
  }
  const nodes = graph.nodes.flatMap((node) => {
    const tensor = largeConstant(node);
    if (tensor === undefined) return [convertNode(node, unique)];
    castOf({ ...tensor, name: node.outputs[0]! });
    return [];
  });
  return {
    ...graph,
    inputs: graph.inputs.map(convertInfo),
    outputs: graph.outputs.map(convertInfo),
    nodes: [...casts, ...nodes],
    initializers,
    // Recorded types of inner values are those of the file.
    extra: undefined,
  };
}

/** A Constant node of a body whose numbers lie in a file. */
function largeConstant(node: GraphNode): Tensor | undefined {
  const value = node.op === 'Constant' && node.domain === '' ? node.attributes.get('value') : undefined;
  if (value?.kind !== 'tensor' || !half.has(value.value.type)) return undefined;
  return value.value.data.kind === 'file' ? value.value : undefined;
}

function castToFloat32(from: string, to: string): GraphNode {
  const attributes = new Map([['to', int(FLOAT32)]]);
  return { op: 'Cast', domain: '', name: `float32/${to}`, inputs: [from], outputs: [to], attributes };
}

/** Small tensors, whose numbers other passes want to see. */
function inFloat32(tensor: Tensor): Tensor | undefined {
  const { name, type, dims, data } = tensor;
  const numbers = data.kind === 'inline' ? bytesToNumbers(data.bytes, type) : undefined;
  return numbers && float32Tensor(name, dims, numbers);
}

function convertInfo(info: ValueInfo): ValueInfo {
  if (info.type === undefined || !half.has(info.type.elementType)) return info;
  return { name: info.name, type: { ...info.type, elementType: 'float32' } };
}

function convertNode(node: GraphNode, unique: Unique): GraphNode {
  const converted = mapBodies(node, (body) => convertGraph(body, unique));
  const attributes = [...converted.attributes].map(
    ([name, attribute]) => [name, convertAttribute(name, attribute)] as const,
  );
  return { ...converted, attributes: new Map(attributes) };
}

function convertAttribute(name: string, attribute: Attribute): Attribute {
  if (!isHalf(name, attribute)) return attribute;
  if (attribute.kind !== 'tensor') return int(FLOAT32);
  const value = inFloat32(attribute.value);
  return value === undefined ? attribute : { kind: 'tensor', value };
}
