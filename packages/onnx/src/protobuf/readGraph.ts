import {
  type AttributeProto,
  type GraphProto,
  AttributeProto_AttributeType as Kind,
  type NodeProto,
  type TypeProto,
  type ValueInfoProto,
} from 'onnx-buf';
import type { Attribute, Dimension, Graph, GraphNode, TensorType, ValueInfo } from '../ir.ts';
import { elementTypeOf } from './elementTypes.ts';
import { standardDomain } from './readOpsets.ts';
import { readSparse } from './readSparse.ts';
import { type Origin, readTensor } from './readTensor.ts';
import { safeInteger } from './safeInteger.ts';

/** What the IR models, so that no weight buffer is kept alive. */
const read = { node: [], initializer: [], sparseInitializer: [], input: [], output: [] };

export function readGraph(proto: GraphProto, origin: Origin): Graph {
  return {
    name: proto.name,
    inputs: proto.input.map(readValueInfo),
    outputs: proto.output.map(readValueInfo),
    nodes: proto.node.map((node) => readNode(node, origin)),
    initializers: new Map(proto.initializer.map((tensor) => [tensor.name, readTensor(tensor, origin)])),
    ...(proto.sparseInitializer.length > 0 && { sparseInitializers: proto.sparseInitializer.map(readSparse) }),
    extra: { ...proto, ...read, $unknown: proto.$unknown },
  };
}

export function readNode(proto: NodeProto, origin: Origin): GraphNode {
  return {
    op: proto.opType,
    domain: standardDomain(proto.domain),
    name: proto.name,
    inputs: proto.input,
    outputs: proto.output,
    attributes: new Map(proto.attribute.map((attribute) => [attribute.name, readAttribute(attribute, origin)])),
    ...(proto.overload !== '' && { overload: proto.overload }),
    metadata: new Map(proto.metadataProps.map(({ key, value }) => [key, value])),
    extra: nodeExtra(proto),
  };
}

/** Only what is set, so that an untouched node is written back byte for byte and no weight buffer is kept alive. */
function nodeExtra(proto: NodeProto) {
  const { docString, deviceConfigurations, metadataProps, $unknown } = proto;
  return {
    ...(docString !== '' && { docString }),
    ...(deviceConfigurations.length > 0 && { deviceConfigurations }),
    ...(metadataProps.length > 0 && { metadataProps }),
    ...($unknown !== undefined && { $unknown }),
  };
}

export function readAttribute(proto: AttributeProto, origin: Origin): Attribute {
  const { docString, type, refAttrName, $unknown } = proto;
  const extra = { ...(docString !== '' && { docString }), ...($unknown !== undefined && { $unknown }) };
  if (refAttrName !== '') return { kind: 'reference', value: refAttrName, extra: { ...extra, type } };
  const value = readAttributeValue(proto, origin);
  return Object.keys(extra).length === 0 ? value : { ...value, extra };
}

function readAttributeValue(proto: AttributeProto, origin: Origin): Attribute {
  switch (proto.type) {
    case Kind.FLOAT:
      return { kind: 'float', value: proto.f };
    case Kind.INT:
      return { kind: 'int', value: proto.i };
    case Kind.STRING:
      return { kind: 'string', value: proto.s };
    case Kind.TENSOR:
      return proto.t === undefined
        ? { kind: 'opaque', value: proto }
        : { kind: 'tensor', value: readTensor(proto.t, origin) };
    case Kind.GRAPH:
      return proto.g === undefined
        ? { kind: 'opaque', value: proto }
        : { kind: 'graph', value: readGraph(proto.g, origin) };
    case Kind.FLOATS:
      return { kind: 'floats', value: proto.floats };
    case Kind.INTS:
      return { kind: 'ints', value: proto.ints };
    case Kind.STRINGS:
      return { kind: 'strings', value: proto.strings };
    case Kind.TENSORS:
      return { kind: 'tensors', value: proto.tensors.map((tensor) => readTensor(tensor, origin)) };
    case Kind.GRAPHS:
      return { kind: 'graphs', value: proto.graphs.map((graph) => readGraph(graph, origin)) };
    case Kind.SPARSE_TENSOR:
      return proto.sparseTensor === undefined
        ? { kind: 'opaque', value: proto }
        : { kind: 'sparse', value: readSparse(proto.sparseTensor) };
    default:
      return { kind: 'opaque', value: proto };
  }
}

function readValueInfo(proto: ValueInfoProto): ValueInfo {
  return { name: proto.name, type: readType(proto.type), extra: proto };
}

function readType(proto: TypeProto | undefined): TensorType | undefined {
  if (proto?.value.case !== 'tensorType') return undefined;
  const { elemType, shape } = proto.value.value;
  const elementType = elementTypeOf(elemType);
  if (elementType === undefined) return undefined;
  return { elementType, shape: shape?.dim.map(({ value }) => readDimension(value)) };
}

type DimensionProto = { case: 'dimValue'; value: bigint } | { case: 'dimParam'; value: string } | { case: undefined };

function readDimension(dimension: DimensionProto): Dimension {
  if (dimension.case === 'dimValue') {
    const value = safeInteger(dimension.value, 'a dimension');
    return value > 0 ? value : undefined;
  }
  return dimension.case === 'dimParam' && dimension.value !== '' ? dimension.value : undefined;
}
