import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { create, createRegistry, equals, fromBinary, toBinary, toJson } from '@bufbuild/protobuf';
import {
  AttributeProtoSchema,
  FunctionProtoSchema,
  GraphProtoSchema,
  AttributeProto_AttributeType as Kind,
  type ModelProto,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  TensorProtoSchema,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import { describe, expect, test } from 'vitest';
import { readModel } from './readModel.ts';
import { writeModel } from './writeModel.ts';

const path = fileURLToPath(new URL('../../../../models/efficientnet-lite0/model.onnx', import.meta.url));

/** Returns bytes of the one file a model refers to. */
const from = (bytes: Uint8Array) => ({
  embed: (_: string, offset: number, length: number) => bytes.subarray(offset, offset + length),
});

describe('the bundled classifier', () => {
  const bytes = new Uint8Array(readFileSync(path));
  const model = readModel(bytes, 'model.onnx');

  test('is the same after reading and writing with its weights embedded', () => {
    const again = writeModel(model, from(bytes));
    expect(equals(ModelProtoSchema, fromBinary(ModelProtoSchema, again), fromBinary(ModelProtoSchema, bytes))).toBe(
      true,
    );
    expect(Buffer.compare(again, bytes)).toBe(0);
  });

  test('keeps its weights as views into the file, which hold the bytes of the file', () => {
    const original = fromBinary(ModelProtoSchema, bytes).graph!.initializer;
    expect(model.graph.initializers.size).toBe(original.length);
    const views = original.filter(({ rawData }) => rawData.byteLength > 1024);
    expect(views.length).toBeGreaterThan(50);
    for (const { name, rawData } of views) {
      const { data } = model.graph.initializers.get(name)!;
      if (data.kind !== 'file') throw new Error(`${name} was copied`);
      expect(data.file).toBe('model.onnx');
      expect(Buffer.compare(bytes.subarray(data.offset, data.offset + data.length), rawData)).toBe(0);
    }
  });

  test('written by reference it is small, and reads back to the same references', () => {
    const written = writeModel(model, 'reference');
    expect(written.byteLength).toBeLessThan(150_000);
    const again = readModel(written, 'explainer.onnx');
    for (const [name, { data }] of model.graph.initializers)
      expect(again.graph.initializers.get(name)!.data).toEqual(data);
  });

  test('offsets are right where the file is a part of a larger buffer', () => {
    const shifted = new Uint8Array(bytes.byteLength + 12);
    shifted.set(bytes, 7);
    const part = readModel(shifted.subarray(7, 7 + bytes.byteLength), 'model.onnx');
    for (const [name, { data }] of model.graph.initializers)
      expect(part.graph.initializers.get(name)!.data).toEqual(data);
  });
});

const entry = (key: string, value: string) => create(StringStringEntryProtoSchema, { key, value });
/** Field 4711 of any message, a length-delimited one that no ONNX version has. */
const unknown = [{ no: 4711, wireType: 2, data: Uint8Array.of(3, 1, 2, 3) }];

/** A model with something in every corner the IR does not look into. */
function richModel(): ModelProto {
  const tensor = create(TensorProtoSchema, {
    name: 't',
    dims: [2n],
    dataType: 1,
    rawData: new Uint8Array(Float32Array.of(1, 2).buffer),
    docString: 'a tensor',
    metadataProps: [entry('k', 'v')],
    $unknown: unknown,
  });
  const indices = create(TensorProtoSchema, {
    dims: [2n],
    dataType: 7,
    int64Data: [],
    rawData: new Uint8Array(BigInt64Array.of(3n, 5n).buffer),
  });
  const attributes = [
    { name: 'f', type: Kind.FLOAT, f: 0.5, docString: 'an attribute', $unknown: unknown },
    { name: 'i', type: Kind.INT, i: -3n },
    { name: 's', type: Kind.STRING, s: Uint8Array.of(0xff, 0) },
    { name: 't', type: Kind.TENSOR, t: tensor },
    { name: 'fs', type: Kind.FLOATS, floats: [1, 2] },
    { name: 'is', type: Kind.INTS, ints: [2n ** 62n] },
    { name: 'ss', type: Kind.STRINGS, strings: [Uint8Array.of(1)] },
    { name: 'ts', type: Kind.TENSORS, tensors: [tensor] },
    {
      name: 'g',
      type: Kind.GRAPH,
      g: create(GraphProtoSchema, { name: 'body', docString: 'a body', $unknown: unknown }),
    },
    { name: 'gs', type: Kind.GRAPHS, graphs: [create(GraphProtoSchema, { name: 'other body' })] },
    { name: 'tp', type: Kind.TYPE_PROTO, tp: { value: { case: 'sequenceType' as const, value: {} } } },
    {
      name: 'sparse',
      type: Kind.SPARSE_TENSOR,
      sparseTensor: { dims: [9n], values: tensor, indices, $unknown: unknown },
    },
    { name: 'ref', type: Kind.FLOAT, refAttrName: 'alpha' },
  ].map((attribute) => create(AttributeProtoSchema, attribute as never));
  const node = create(NodeProtoSchema, {
    opType: 'Op',
    domain: 'my',
    name: 'n',
    overload: 'o',
    input: ['x', '', 't'],
    output: ['y'],
    attribute: attributes,
    docString: 'a node',
    metadataProps: [entry('a', 'b')],
    $unknown: unknown,
  });
  const sequence = create(ValueInfoProtoSchema, {
    name: 's',
    docString: 'a sequence',
    type: { denotation: 'D', value: { case: 'sequenceType', value: {} } },
  });
  const image = create(ValueInfoProtoSchema, {
    name: 'x',
    metadataProps: [entry('layout', 'NCHW')],
    type: {
      value: {
        case: 'tensorType',
        value: {
          elemType: 1,
          shape: {
            dim: [
              { denotation: 'DATA_BATCH', value: { case: 'dimParam', value: 'N' } },
              { value: { case: 'dimValue', value: 3n } },
              {},
            ],
          },
        },
      },
    },
  });
  const inner = create(FunctionProtoSchema, {
    name: 'Op',
    domain: 'my',
    overload: 'o',
    input: ['a'],
    output: ['b'],
    node: [node],
    attribute: ['alpha'],
    attributeProto: [create(AttributeProtoSchema, { name: 'gain', type: Kind.FLOAT, f: 2, docString: 'a default' })],
    opsetImport: [create(OperatorSetIdProtoSchema, { domain: 'ai.onnx', version: 18n, $unknown: unknown })],
    docString: 'a function',
    metadataProps: [entry('e', 'f')],
    valueInfo: [image],
    $unknown: unknown,
  });
  return create(ModelProtoSchema, {
    irVersion: 10n,
    producerName: 'pytorch',
    producerVersion: '2.13',
    domain: 'd',
    modelVersion: 7n,
    docString: 'a model',
    metadataProps: [entry('license', 'CC0'), entry('author', '')],
    opsetImport: [
      create(OperatorSetIdProtoSchema, { domain: '', version: 18n }),
      create(OperatorSetIdProtoSchema, { domain: 'my', version: 1n }),
    ],
    functions: [inner],
    graph: create(GraphProtoSchema, {
      name: 'g',
      docString: 'a graph',
      node: [node],
      initializer: [tensor],
      input: [image, sequence],
      output: [create(ValueInfoProtoSchema, { name: 'y' })],
      valueInfo: [image],
      metadataProps: [entry('m', 'n')],
      sparseInitializer: [{ dims: [9n], values: tensor }],
      quantizationAnnotation: [{ tensorName: 't' }],
      $unknown: unknown,
    }),
    $unknown: unknown,
  });
}

describe('what the IR does not model', () => {
  const proto = richModel();
  const bytes = toBinary(ModelProtoSchema, proto);
  const model = readModel(bytes, 'rich.onnx');

  test('survives: unknown fields, metadata, doc strings, functions, overloads, denotations, opaque attributes', () => {
    const again = fromBinary(ModelProtoSchema, writeModel(model, 'reference'));
    expect(toJson(ModelProtoSchema, again)).toEqual(toJson(ModelProtoSchema, proto));
    expect(equals(ModelProtoSchema, again, proto, { unknown: true, registry: createRegistry() })).toBe(true);
  });

  test('what it does model is read', () => {
    expect(model.producer).toBe('pytorch 2.13');
    expect(model.functions.map(({ domain, name, overload }) => [domain, name, overload])).toEqual([['my', 'Op', 'o']]);
    expect([...model.functions[0]!.defaults.keys()]).toEqual(['gain']);
    expect(model.graph.sparseInitializers![0]!.dims).toEqual([9]);
    expect([...model.opsets]).toEqual([
      ['', 18],
      ['my', 1],
    ]);
    expect(model.metadata.get('license')).toBe('CC0');
    expect(model.graph.inputs.map(({ name, type }) => [name, type])).toEqual([
      ['x', { elementType: 'float32', shape: ['N', 3, undefined] }],
      ['s', undefined],
    ]);
    expect([...model.graph.nodes[0]!.attributes.values()].map(({ kind }) => kind)).toEqual([
      'float',
      'int',
      'string',
      'tensor',
      'floats',
      'ints',
      'strings',
      'tensors',
      'graph',
      'graphs',
      'opaque',
      'sparse',
      'reference',
    ]);
  });

  test("a changed node keeps its doc string; a model with the domain 'ai.onnx' is the standard one", () => {
    const renamed = {
      ...model,
      graph: { ...model.graph, nodes: model.graph.nodes.map((node) => ({ ...node, name: 'other' })) },
    };
    const again = fromBinary(ModelProtoSchema, writeModel(renamed, 'reference')).graph!.node[0]!;
    expect([again.name, again.docString, again.overload]).toEqual(['other', 'a node', 'o']);
    const named = create(ModelProtoSchema, {
      opsetImport: [create(OperatorSetIdProtoSchema, { domain: 'ai.onnx', version: 17n })],
      graph: { node: [{ opType: 'Relu', domain: 'ai.onnx', output: ['y'] }] },
    });
    const read = readModel(toBinary(ModelProtoSchema, named), 'm.onnx');
    expect([read.opsets.get(''), read.graph.nodes[0]!.domain]).toEqual([17, '']);
  });
});
