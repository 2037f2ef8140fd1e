import { readFileSync } from 'node:fs';
import { create, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import {
  AttributeProtoSchema,
  FunctionProtoSchema,
  GraphProtoSchema,
  AttributeProto_AttributeType as Kind,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  TensorProtoSchema,
} from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import type { Model } from '../ir.ts';
import { readModel } from './readModel.ts';
import { type ByteSource, withoutWeights } from './withoutWeights.ts';

const bundled = readFileSync(new URL('../../../../models/efficientnet-lite0/model.onnx', import.meta.url));

/** Refuses what a file would. */
const sourceOf = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: (offset, length) => {
    if (offset < 0 || offset + length > bytes.length) throw new Error('outside of the file');
    return bytes.subarray(offset, offset + length);
  },
});

/** Both ways to read a file: the same model, or the same complaint. */
function expectSame(bytes: Uint8Array): void {
  const attempt = (read: () => Model) => {
    try {
      return read();
    } catch (error) {
      return String(error);
    }
  };
  const whole = attempt(() => readModel(Uint8Array.from(bytes), 'a.onnx'));
  expect(attempt(() => readModel(sourceOf(bytes), 'a.onnx'))).toEqual(whole);
}

const tensor = (name: string, floats: number) =>
  create(TensorProtoSchema, {
    name,
    dims: [BigInt(floats)],
    dataType: 1,
    rawData: Uint8Array.from({ length: 4 * floats }, (_, i) => i % 251),
  });

const holding = (name: string, held: object) =>
  create(NodeProtoSchema, { opType: 'Op', name, output: [name], attribute: [create(AttributeProtoSchema, held)] });

/** Weights wherever a model can have them. */
const nested = toBinary(
  ModelProtoSchema,
  create(ModelProtoSchema, {
    irVersion: 10n,
    opsetImport: [create(OperatorSetIdProtoSchema, { version: 18n })],
    graph: create(GraphProtoSchema, {
      name: 'g',
      initializer: [tensor('large', 400), tensor('small', 4), tensor('at the limit', 256), tensor('above', 257)],
      node: [
        holding('one', { name: 'value', type: Kind.TENSOR, t: tensor('in a node', 300) }),
        holding('several', { name: 'values', type: Kind.TENSORS, tensors: [tensor('a', 300), tensor('b', 3)] }),
        holding('body', {
          name: 'then_branch',
          type: Kind.GRAPH,
          g: create(GraphProtoSchema, {
            name: 'inner',
            initializer: [tensor('in a body', 500)],
            node: [holding('deep', { name: 'value', type: Kind.TENSOR, t: tensor('deeper', 600) })],
          }),
        }),
      ],
    }),
    functions: [
      create(FunctionProtoSchema, {
        name: 'f',
        domain: 'd',
        node: [holding('in f', { name: 'value', type: Kind.TENSOR, t: tensor('in a function', 700) })],
        attributeProto: [
          create(AttributeProtoSchema, { name: 'default', type: Kind.TENSOR, t: tensor('a default', 800) }),
        ],
      }),
    ],
  }),
);

describe('a model read without its weights', () => {
  it('is the model, and its weights are not read', () => {
    expectSame(bundled);
    expect(withoutWeights(sourceOf(bundled))!.length).toBeLessThan(bundled.length / 100);
  });

  it('is the model wherever weights lie in it', () => {
    expectSame(nested);
    // All but the four tensors of up to 1024 bytes, and some names.
    expect(withoutWeights(sourceOf(nested))!.length).toBeLessThan(nested.length - 4 * 3000);
  });

  it('is the model, or the same complaint, when the file is damaged', () => {
    const damaged = fc.record({
      at: fc.nat(nested.length - 1),
      byte: fc.nat(255),
      end: fc.oneof(fc.constant(nested.length), fc.nat(nested.length)),
      heads: fc.boolean(),
    });
    fc.assert(
      fc.property(damaged, ({ at, byte, end, heads }) => {
        const bytes = Uint8Array.from(nested);
        // Most bytes are weights, in which a change says nothing.
        bytes[heads ? at % 60 : at] = byte;
        expectSame(bytes.subarray(0, end));
      }),
      { numRuns: 500, seed: 5 },
    );
  });

  it('is the model when a tensor has its bytes twice: the last ones count', () => {
    const twice = (first: number, second: number) => {
      const both = [tensor('t', second), create(TensorProtoSchema, { rawData: new Uint8Array(4 * first).fill(7) })];
      const [whole, before] = both.map((each) => toBinary(TensorProtoSchema, each));
      const joined = Uint8Array.from([...before!, ...whole!]);
      const length = joined.length;
      const graph = Uint8Array.from([0x2a, (length & 0x7f) | 0x80, length >> 7, ...joined, 0x0a, 2, 0x22, 0]);
      const opset = [0x42, 2, 0x10, 18];
      return Uint8Array.from([0x3a, (graph.length & 0x7f) | 0x80, graph.length >> 7, ...graph, ...opset]);
    };
    for (const [first, second] of [
      [300, 400],
      [300, 10],
      [10, 300],
    ] as const) {
      expectSame(twice(first, second));
      const { graph } = readModel(sourceOf(twice(first, second)), 'a.onnx');
      expect(graph.initializers.get('t')!.data.kind).toBe(second === 10 ? 'inline' : 'file');
    }
  });
});
