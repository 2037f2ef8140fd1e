import { create } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProtoSchema,
  type GraphProto,
  GraphProtoSchema,
  AttributeProto_AttributeType as Kind,
  type NodeProto,
  NodeProtoSchema,
  type SparseTensorProto,
  SparseTensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import type { Attribute, Graph, GraphNode, SparseTensor, TensorType, ValueInfo } from '../ir.ts';
import { derive, entries } from './derive.ts';
import { dataTypeOf } from './elementTypes.ts';
import type { TensorWriter } from './writeTensor.ts';

export function writeGraph(graph: Graph, tensors: TensorWriter): GraphProto {
  return derive<GraphProto>(create(GraphProtoSchema), graph.extra, {
    name: graph.name,
    node: graph.nodes.map((node) => writeNode(node, tensors)),
    initializer: [...graph.initializers.values()].map(tensors.initializer),
    sparseInitializer: (graph.sparseInitializers ?? []).map((tensor) => writeSparse(tensor, tensors)),
    input: graph.inputs.map(writeValueInfo),
    output: graph.outputs.map(writeValueInfo),
  });
}

export function writeNode(node: GraphNode, tensors: TensorWriter): NodeProto {
  return derive<NodeProto>(create(NodeProtoSchema), node.extra, {
    opType: node.op,
    // Exporters leave empty fields out, and so the file stays the same.
    ...(node.domain !== '' && { domain: node.domain }),
    ...(node.name !== '' && { name: node.name }),
    ...(node.overload && { overload: node.overload }),
    input: [...node.inputs],
    output: [...node.outputs],
    attribute: [...node.attributes].map(([name, attribute]) => writeAttribute(name, attribute, tensors)),
    metadataProps: entries(node.metadata, (node.extra as Partial<NodeProto> | undefined)?.metadataProps),
  });
}

export function writeAttribute(name: string, attribute: Attribute, tensors: TensorWriter): AttributeProto {
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
    case 'sparse':
      return { type: Kind.SPARSE_TENSOR, sparseTensor: writeSparse(attribute.value, tensors) };
    case 'reference':
      return { refAttrName: attribute.value };
  }
}

function writeSparse({ values, indices, dims, extra }: SparseTensor, tensors: TensorWriter): SparseTensorProto {
  return derive<SparseTensorProto>(create(SparseTensorProtoSchema), extra, {
    values: tensors.attribute(values),
    ...(indices && { indices: tensors.attribute(indices) }),
    dims: dims.map(BigInt),
  });
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
