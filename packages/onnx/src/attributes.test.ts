import { expect, test } from 'vitest';
import { node } from '../../../tests/support/graphs.ts';
import {
  float,
  floatAttribute,
  int,
  intAttribute,
  ints,
  intsAttribute,
  string,
  stringAttribute,
  tensorAttribute,
} from './attributes.ts';
import { float32Tensor } from './elements.ts';

const value = float32Tensor('t', [1], [2]);
const full = node('Op', [], ['y'], {
  axis: int(-1),
  alpha: float(0.5),
  pads: ints([1, -2]),
  mode: string('größer'),
  value: { kind: 'tensor', value },
  huge: { kind: 'int', value: 2n ** 63n - 1n },
  lowest: { kind: 'ints', value: [-(2n ** 63n), 5n] },
});

test('attributes of each kind', () => {
  expect(intAttribute(full, 'axis', 9)).toBe(-1);
  expect(floatAttribute(full, 'alpha', 9)).toBe(0.5);
  expect(intsAttribute(full, 'pads')).toEqual([1, -2]);
  expect(stringAttribute(full, 'mode', '')).toBe('größer');
  expect(tensorAttribute(full, 'value')).toBe(value);
});

test('the fallback where it is missing or of another kind', () => {
  expect(intAttribute(full, 'alpha', 9)).toBe(9);
  expect(floatAttribute(full, 'axis', 9)).toBe(9);
  expect(intsAttribute(full, 'axis')).toBeUndefined();
  expect(stringAttribute(full, 'nothing', 'constant')).toBe('constant');
  expect(tensorAttribute(full, 'mode')).toBeUndefined();
});

test('numbers beyond 2⁵³ only mean "as far as it goes"', () => {
  expect(intAttribute(full, 'huge', 0)).toBe(Number.MAX_SAFE_INTEGER);
  expect(intsAttribute(full, 'lowest')).toEqual([-Number.MAX_SAFE_INTEGER, 5]);
});
