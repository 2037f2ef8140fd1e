import { fromBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, TensorProto_DataLocation } from 'onnx-buf';
import { expect, test } from 'vitest';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { floats } from '../../../../tests/support/runGraph.ts';
import type { Tensor } from '../ir.ts';
import { writeModel } from './writeModel.ts';

const inFile: Tensor = {
  name: 'w',
  type: 'float32',
  dims: [2],
  data: { kind: 'file', file: 'a/w.bin', offset: 4, length: 8 },
};
const model = modelOf({
  inputs: { x: ['N', undefined, 2] },
  nodes: [node('Mul', ['x', 'w'], ['y'])],
  outputs: ['y'],
  constants: [inFile, floats('v', [1], [1])],
});
const decode = (bytes: Uint8Array) => fromBinary(ModelProtoSchema, bytes);

test('weights in files are referred to', () => {
  const [w, v] = decode(writeModel(model, 'reference')).graph!.initializer;
  expect(w!.dataLocation).toBe(TensorProto_DataLocation.EXTERNAL);
  expect(w!.externalData.map(({ key, value }) => [key, value])).toEqual([
    ['location', 'a/w.bin'],
    ['offset', '4'],
    ['length', '8'],
  ]);
  expect(w!.rawData.byteLength).toBe(0);
  expect(v!.dataLocation).toBe(TensorProto_DataLocation.DEFAULT);
  expect(v!.rawData).toEqual(new Uint8Array(Float32Array.of(1).buffer));
});

test('or embedded on request', () => {
  const asked: unknown[] = [];
  const embed = (...request: [string, number, number]) => {
    asked.push(request);
    return Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  };
  const [w] = decode(writeModel(model, { embed })).graph!.initializer;
  expect(asked).toEqual([['a/w.bin', 4, 8]]);
  expect([w!.dataLocation, w!.externalData, w!.rawData.byteLength]).toEqual([TensorProto_DataLocation.DEFAULT, [], 8]);
});

test('shapes with symbols and unknown lengths, outputs without a type', () => {
  const { input, output } = decode(writeModel(model, 'reference')).graph!;
  const type = input[0]!.type!.value;
  if (type.case !== 'tensorType') throw new Error('not a tensor');
  expect(type.value.shape!.dim.map(({ value }) => [value.case, value.value])).toEqual([
    ['dimParam', 'N'],
    [undefined, undefined],
    ['dimValue', 2n],
  ]);
  expect(output[0]!.type).toBeUndefined();
});

test('a tensor inside an attribute cannot be a reference', () => {
  const constant = node('Constant', [], ['c'], { value: { kind: 'tensor', value: inFile } });
  const inner = { ...model, graph: { ...model.graph, nodes: [constant, ...model.graph.nodes] } };
  expect(() => writeModel(inner, 'reference')).toThrow("the tensor 'w' inside an attribute lies in a file");
  expect(
    decode(writeModel(inner, { embed: () => new Uint8Array(8) })).graph!.node[0]!.attribute[0]!.t!.rawData.byteLength,
  ).toBe(8);
});
