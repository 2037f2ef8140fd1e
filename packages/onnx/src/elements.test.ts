import { describe, expect, test } from 'vitest';
import { byteLength, bytesToNumbers, float32Tensor, floatTypes, inlineNumbers, int64Tensor } from './elements.ts';
import type { ElementType } from './ir.ts';

test('bytes of n elements; narrow types are packed, strings have no length', () => {
  expect(byteLength('float32', 3)).toBe(12);
  expect(byteLength('float16', 3)).toBe(6);
  expect(byteLength('complex128', 2)).toBe(32);
  expect(byteLength('int4', 3)).toBe(2);
  expect(byteLength('uint2', 5)).toBe(2);
  expect(byteLength('bool', 0)).toBe(0);
  expect(byteLength('string', 3)).toBeUndefined();
});

describe('little-endian bytes as numbers', () => {
  test.each<[ElementType, readonly number[], readonly number[]]>([
    ['float32', [0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc1], [1, -10]],
    ['float64', [0, 0, 0, 0, 0, 0, 0xe0, 0x3f], [0.5]],
    ['float16', [0x00, 0x3c, 0x00, 0xc0], [1, -2]],
    ['bfloat16', [0x80, 0x3f, 0x49, 0x40], [1, 3.140625]],
    ['int8', [0xff, 0x7f], [-1, 127]],
    ['uint8', [0xff], [255]],
    ['int16', [0xfe, 0xff], [-2]],
    ['uint16', [0xfe, 0xff], [65534]],
    ['int32', [0xfd, 0xff, 0xff, 0xff], [-3]],
    ['uint32', [0xff, 0xff, 0xff, 0xff], [4294967295]],
    ['int64', [0xfc, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [-4]],
    ['uint64', [4, 0, 0, 0, 1, 0, 0, 0], [4294967300]],
    ['bool', [0, 1], [0, 1]],
  ])('%s', (type, bytes, numbers) => {
    expect(bytesToNumbers(Uint8Array.from(bytes), type)).toEqual(numbers);
  });

  test('of a view that begins at an odd byte', () => {
    const buffer = Uint8Array.from([9, 0, 0, 0x80, 0x3f]);
    expect(bytesToNumbers(buffer.subarray(1), 'float32')).toEqual([1]);
  });

  test('types without a number form', () => {
    expect(bytesToNumbers(Uint8Array.of(1), 'float8e4m3fn')).toBeUndefined();
    expect(bytesToNumbers(Uint8Array.of(1), 'int4')).toBeUndefined();
  });
});

test('inline tensors', () => {
  expect(inlineNumbers(float32Tensor('a', [2], [1.5, 1 / 3]))).toEqual([1.5, Math.fround(1 / 3)]);
  expect(inlineNumbers(int64Tensor('b', [2], [-1, 2n ** 40n]))).toEqual([-1, 2 ** 40]);
  expect(
    inlineNumbers({ name: 'c', type: 'float32', dims: [1], data: { kind: 'file', file: 'f', offset: 0, length: 4 } }),
  ).toBeUndefined();
  expect([...floatTypes].sort()).toEqual(['bfloat16', 'float16', 'float32', 'float64']);
});
