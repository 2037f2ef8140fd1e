import { create, type Message, toBinary } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProtoSchema,
  type GraphProto,
  GraphProtoSchema,
  AttributeProto_AttributeType as Kind,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  type StringStringEntryProto,
  StringStringEntryProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import type { Attribute, Graph, GraphNode, Model, TensorType, ValueInfo } from '../ir.ts';
import { dataTypeOf } from './elementTypes.ts';
import { type TensorWriter, tensorWriter, type WeightWriting } from './writeTensor.ts';

/**
 * Encodes a model. What `readModel` could not interpret is written back unchanged.
 *
 * @param weights `'reference'`: weights that lie in files stay there, named by `external_data` (the written model then works
 *   only in the folder of those files); `{ embed }`: a function that returns the bytes of a reference
 */
export function writeModel(model: Model, weights: WeightWriting): Uint8Array {
  const tensors = tensorWriter(weights);
  const original = model.extra as Partial<ModelProto> | undefined;
  const proto = derive<ModelProto>(create(ModelProtoSchema), model.extra, {
    irVersion: BigInt(model.irVersion),
    opsetImport: [...model.opsets].map(([domain, version]) => {
      const known = original?.opsetImport?.find(
        (set) => set.domain === domain || (domain === '' && set.domain === 'ai.onnx'),
      );
      const isSame = known?.version === BigInt(version);
      return isSame ? known : create(OperatorSetIdProtoSchema, { domain, version: BigInt(version) });
    }),
    graph: writeGraph(model.graph, tensors),
    metadataProps: entries(model.metadata, original?.metadataProps),
  });
  return toBinary(ModelProtoSchema, proto);
}

/** `fields` over what the original message held, unknown fields included. */
function derive<T extends Message>(empty: T, original: unknown, fields: Partial<T>): T {
  return Object.assign(empty, original, fields);
}

/** Entries that have not changed are written as they were read, with fields this program does not know. */
function entries(map: ReadonlyMap<string, string> | undefined, original: readonly StringStringEntryProto[] = []) {
  return [...(map ?? [])].map(
    ([key, value]) =>
      original.find((entry) => entry.key === key && entry.value === value) ??
      create(StringStringEntryProtoSchema, { key, value }),
  );
}

function writeGraph(graph: Graph, tensors: TensorWriter): GraphProto {
  return derive<GraphProto>(create(GraphProtoSchema), graph.extra, {
    name: graph.name,
    node: graph.nodes.map((node) => writeNode(node, tensors)),
    initializer: [...graph.initializers.values()].map(tensors.initializer),
    input: graph.inputs.map(writeValueInfo),
    output: graph.outputs.map(writeValueInfo),
  });
}

function writeNode(node: GraphNode, tensors: TensorWriter): NodeProto {
  return derive<NodeProto>(create(NodeProtoSchema), node.extra, {
    opType: node.op,
    // Exporters leave empty fields out, and so the file stays the same.
    ...(node.domain !== '' && { domain: node.domain }),
    ...(node.name !== '' && { name: node.name }),
    input: [...node.inputs],
    output: [...node.outputs],
    attribute: [...node.attributes].map(([name, attribute]) => writeAttribute(name, attribute, tensors)),
    metadataProps: entries(node.metadata, (node.extra as Partial<NodeProto> | undefined)?.metadataProps),
  });
}

function writeAttribute(name: string, attribute: Attribute, tensors: TensorWriter): AttributeProto {
  if (attribute.kind === 'opaque') return attribute.value as AttributeProto;
  const proto = create(AttributeProtoSchema, { name, ...attributeFields(attribute, tensors) });
  return Object.assign(proto, attribute.extra);
}

function attributeFields(attribute: Exclude<Attribute, { kind: 'opaque' }>, tensors: TensorWriter) {
  switch (attribute.kind) {
    case 'float':
      return { type: Kind.FLOAT, f: attribute.value };
    case 'int':
      return { type: Kind.INT, i: attribute.value };
    case 'string':
      return { type: Kind.STRING, s: ownBytes(attribute.value) };
    case 'tensor':
      return { type: Kind.TENSOR, t: tensors.attribute(attribute.value) };
    case 'graph':
      return { type: Kind.GRAPH, g: writeGraph(attribute.value, tensors) };
    case 'floats':
      return { type: Kind.FLOATS, floats: [...attribute.value] };
    case 'ints':
      return { type: Kind.INTS, ints: [...attribute.value] };
    case 'strings':
      return { type: Kind.STRINGS, strings: attribute.value.map(ownBytes) };
    case 'tensors':
      return { type: Kind.TENSORS, tensors: attribute.value.map(tensors.attribute) };
    case 'graphs':
      return { type: Kind.GRAPHS, graphs: attribute.value.map((graph) => writeGraph(graph, tensors)) };
  }
}

/** The generated types ask for a plain ArrayBuffer behind byte fields. */
const ownBytes = (bytes: Uint8Array) => bytes as Uint8Array<ArrayBuffer>;

function writeValueInfo(info: ValueInfo): ValueInfoProto {
  if (info.extra !== undefined) return info.extra as ValueInfoProto;
  if (info.type === undefined) return create(ValueInfoProtoSchema, { name: info.name });
  return create(ValueInfoProtoSchema, {
    name: info.name,
    type: { value: { case: 'tensorType', value: writeType(info.type) } },
  });
}

function writeType({ elementType, shape }: TensorType) {
  const elemType = dataTypeOf(elementType);
  if (shape === undefined) return { elemType };
  const dim = shape.map((dimension) => {
    if (typeof dimension === 'number') return { value: { case: 'dimValue' as const, value: BigInt(dimension) } };
    if (typeof dimension === 'string') return { value: { case: 'dimParam' as const, value: dimension } };
    return {};
  });
  return { elemType, shape: { dim } };
}
