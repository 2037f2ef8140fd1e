import { create } from '@bufbuild/protobuf';
import { StringStringEntryProtoSchema, TensorProto_DataLocation, TensorProtoSchema } from 'onnx-buf';
import { describe, expect, test } from 'vitest';
import { inlineNumbers } from '../elements.ts';
import type { ElementType } from '../ir.ts';
import { dataTypeOf, elementTypeOf } from './elementTypes.ts';
import { checkLocation, readTensor } from './readTensor.ts';

const origin = { file: 'model.onnx', bytes: new Uint8Array(0) };
const tensor = (fields: Parameters<typeof create<typeof TensorProtoSchema>>[1]) => create(TensorProtoSchema, fields);
const read = (fields: Parameters<typeof tensor>[0]) => readTensor(tensor({ name: 'w', ...fields }), origin);

describe('numbers in the typed fields of old exporters', () => {
  test.each<[ElementType, object, readonly number[]]>([
    ['float32', { floatData: [1.5, -2] }, [1.5, -2]],
    ['float64', { doubleData: [0.1, 2] }, [0.1, 2]],
    ['int64', { int64Data: [-1n, 2n ** 40n] }, [-1, 2 ** 40]],
    ['uint64', { uint64Data: [1n, 2n] }, [1, 2]],
    ['uint32', { uint64Data: [1n, 4294967295n] }, [1, 4294967295]],
    ['int32', { int32Data: [-1, 2] }, [-1, 2]],
    ['int16', { int32Data: [-1, 2] }, [-1, 2]],
    ['uint16', { int32Data: [65535, 2] }, [65535, 2]],
    ['int8', { int32Data: [-1, 2] }, [-1, 2]],
    ['uint8', { int32Data: [255, 2] }, [255, 2]],
    ['bool', { int32Data: [1, 0] }, [1, 0]],
    ['float16', { int32Data: [0x3c00, 0xc000] }, [1, -2]],
    ['bfloat16', { int32Data: [0x3f80, 0x4049] }, [1, 3.140625]],
  ])('%s', (type, fields, numbers) => {
    const found = read({ dims: [2n], dataType: dataTypeOf(type), ...fields });
    expect([found.type, found.dims]).toEqual([type, [2]]);
    expect(inlineNumbers(found)).toEqual(numbers);
  });

  test('strings', () => {
    const values = [Uint8Array.of(65), Uint8Array.of(0xff)];
    expect(read({ dims: [2n], dataType: dataTypeOf('string'), stringData: values }).data).toEqual({
      kind: 'strings',
      values,
    });
  });

  test('none at all, for a tensor without elements', () => {
    expect(inlineNumbers(read({ dims: [0n, 3n], dataType: 1 }))).toEqual([]);
  });
});

describe('a damaged tensor is an error', () => {
  test.each<[string, object, string]>([
    [
      'too few bytes',
      { dims: [3n], dataType: 1, rawData: new Uint8Array(8) },
      "tensor 'w' of shape [3] and type float32 needs 12 bytes but has 8",
    ],
    ['no bytes', { dims: [3n], dataType: 1 }, 'needs 12 bytes but has 0'],
    ['an unknown type', { dims: [1n], dataType: 99 }, "tensor 'w' has the unknown data type 99"],
    ['no type', { dims: [1n] }, 'unknown data type 0'],
    ['a negative length', { dims: [-1n], dataType: 1 }, "tensor 'w' has the negative shape [-1]"],
    ['an absurd length', { dims: [2n ** 62n], dataType: 1 }, "a dimension of tensor 'w' is 4611686018427387904"],
    ['an absurd product', { dims: [2n ** 40n, 2n ** 40n], dataType: 1 }, 'absurd shape'],
  ])('%s', (_, fields, message) => {
    expect(() => read(fields)).toThrow(message);
    expect(() => read(fields)).toThrow(expect.objectContaining({ name: 'InvalidModelError' }));
  });
});

const external = (fields: Record<string, string>) => ({
  dims: [3n],
  dataType: 1,
  dataLocation: TensorProto_DataLocation.EXTERNAL,
  externalData: Object.entries(fields).map(([key, value]) => create(StringStringEntryProtoSchema, { key, value })),
});

describe('external data', () => {
  test('location, offset and length; the last two may be left out', () => {
    expect(read(external({ location: 'w.bin', offset: '4096', length: '12', checksum: 'abc' })).data).toEqual({
      kind: 'file',
      file: 'w.bin',
      offset: 4096,
      length: 12,
    });
    expect(read(external({ location: './weights//w.bin' })).data).toEqual({
      kind: 'file',
      file: 'weights/w.bin',
      offset: 0,
      length: 12,
    });
  });

  test.each([
    [
      'a length that is not the tensor’s',
      { location: 'w.bin', length: '8' },
      "tensor 'w' needs 12 bytes but its external data names 8",
    ],
    ['a negative offset', { location: 'w.bin', offset: '-4' }, 'unreadable offset or length'],
    ['a fractional offset', { location: 'w.bin', offset: '1.5' }, 'unreadable offset or length'],
    ['an offset that is no number', { location: 'w.bin', offset: 'x' }, 'unreadable offset or length'],
    [
      'an offset beyond exact integers',
      { location: 'w.bin', offset: '99999999999999999999' },
      'unreadable offset or length',
    ],
    ['a length that is no number', { location: 'w.bin', length: 'NaN' }, 'unreadable offset or length'],
    ['no location', { offset: '0' }, "tensor 'w' refers to ''"],
  ])('%s is refused', (_, fields, message) => {
    expect(() => read(external(fields as unknown as Record<string, string>))).toThrow(message);
    expect(() => read(external(fields as unknown as Record<string, string>))).toThrow(
      expect.objectContaining({ name: 'ExternalDataError' }),
    );
  });

  test.each([
    '/etc/passwd',
    '\\\\server\\share\\w.bin',
    'C:\\w.bin',
    'c:w.bin',
    '..',
    '../w.bin',
    'a/../../w.bin',
    'a\\..\\..\\w.bin',
    '..\\w.bin',
    'a/..',
    'w.bin\0.png',
    '',
    '.',
    './',
    './/.',
  ])('the location %j leaves the folder or names no file, and is refused', (location) => {
    expect(() => checkLocation(location, 'w')).toThrow("external data must lie in the model's own folder");
  });

  test.each([
    ['w.bin', 'w.bin'],
    ['./w.bin', 'w.bin'],
    ['a/b.data', 'a/b.data'],
    ['a\\b.data', 'a/b.data'],
    ['..w', '..w'],
    ['a..b/...', 'a..b/...'],
  ])('the location %j is %j', (location, expected) => {
    expect(checkLocation(location, 'w')).toBe(expected);
  });
});

test('element types by their number in onnx.proto', () => {
  expect([1, 6, 7, 9, 10, 11, 16].map(elementTypeOf)).toEqual([
    'float32',
    'int32',
    'int64',
    'bool',
    'float16',
    'float64',
    'bfloat16',
  ]);
  for (let number = 1; number <= 26; number++) expect(dataTypeOf(elementTypeOf(number)!)).toBe(number);
  expect([0, 27, -1].map(elementTypeOf)).toEqual([undefined, undefined, undefined]);
});
