import { fromBinary } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  type GraphProto,
  AttributeProto_AttributeType as Kind,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  type TypeProto,
  type ValueInfoProto,
} from 'onnx-buf';
import { InvalidModelError } from '../errors.ts';
import type { Attribute, Dimension, Graph, GraphNode, Model, TensorType, ValueInfo } from '../ir.ts';
import { elementTypeOf } from './elementTypes.ts';
import { type Origin, readTensor } from './readTensor.ts';
import { safeInteger } from './safeInteger.ts';

/**
 * Reads an ONNX model. Weights larger than 1 kB stay references `{file, offset, length}` into `file`, so the buffer may be
 * dropped afterwards.
 *
 * @param bytes the whole .onnx file
 * @param file the file's name without its folder; references to its weights carry it
 * @throws InvalidModelError not ONNX, truncated, or inconsistent
 * @throws ExternalDataError an external data location that leaves the model's folder
 * @example const model = readModel(await readFile('model.onnx'), 'model.onnx')
 */
export function readModel(bytes: Uint8Array, file: string): Model {
  if (bytes.byteLength === 0) throw new InvalidModelError(`${file} is empty`);
  const proto = decode(bytes, file);
  if (proto.graph === undefined || proto.graph.node.length === 0 || proto.opsetImport.length === 0) {
    throw new InvalidModelError(`${file} is not an ONNX model: it holds no graph`);
  }
  const origin = { file, bytes };
  return {
    irVersion: safeInteger(proto.irVersion, 'the IR version'),
    producer: [proto.producerName, proto.producerVersion].filter(Boolean).join(' '),
    opsets: new Map(
      proto.opsetImport.map(({ domain, version }) => [
        standardDomain(domain),
        safeInteger(version, 'an opset version'),
      ]),
    ),
    graph: readGraph(proto.graph, origin),
    functions: proto.functions.map(({ domain, name }) => `${domain}:${name}`),
    metadata: new Map(proto.metadataProps.map(({ key, value }) => [key, value])),
    extra: { ...proto, graph: undefined, $unknown: proto.$unknown },
  };
}

function decode(bytes: Uint8Array, file: string): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    throw new InvalidModelError(`${file} is not a readable ONNX model: it is damaged, cut short, or something else`, {
      cause,
    });
  }
}

const standardDomain = (domain: string) => (domain === 'ai.onnx' ? '' : domain);

function readGraph(proto: GraphProto, origin: Origin): Graph {
  return {
    name: proto.name,
    inputs: proto.input.map(readValueInfo),
    outputs: proto.output.map(readValueInfo),
    nodes: proto.node.map((node) => readNode(node, origin)),
    initializers: new Map(proto.initializer.map((tensor) => [tensor.name, readTensor(tensor, origin)])),
    extra: { ...proto, node: [], initializer: [], input: [], output: [], $unknown: proto.$unknown },
  };
}

function readNode(proto: NodeProto, origin: Origin): GraphNode {
  return {
    op: proto.opType,
    domain: standardDomain(proto.domain),
    name: proto.name,
    inputs: proto.input,
    outputs: proto.output,
    attributes: new Map(proto.attribute.map((attribute) => [attribute.name, readAttribute(attribute, origin)])),
    metadata: new Map(proto.metadataProps.map(({ key, value }) => [key, value])),
    extra: nodeExtra(proto),
  };
}

/** Only what is set, so that an untouched node is written back byte for byte and no weight buffer is kept alive. */
function nodeExtra(proto: NodeProto) {
  const { docString, overload, deviceConfigurations, metadataProps, $unknown } = proto;
  return {
    ...(docString !== '' && { docString }),
    ...(overload !== '' && { overload }),
    ...(deviceConfigurations.length > 0 && { deviceConfigurations }),
    ...(metadataProps.length > 0 && { metadataProps }),
    ...($unknown !== undefined && { $unknown }),
  };
}

function readAttribute(proto: AttributeProto, origin: Origin): Attribute {
  const { docString, $unknown } = proto;
  const value = readAttributeValue(proto, origin);
  return docString === '' && $unknown === undefined ? value : { ...value, extra: { docString, $unknown } };
}

function readAttributeValue(proto: AttributeProto, origin: Origin): Attribute {
  if (proto.refAttrName !== '') return { kind: 'opaque', value: proto };
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
