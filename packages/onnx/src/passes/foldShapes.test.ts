import { type Attribute, int, type Value } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { node } from '../../../../tests/support/graphs.ts';
import { inlineNumbers } from '../elements.ts';
import { foldedShape } from './foldShapes.ts';

const values = new Map<string, Value>([['x', { name: 'x', type: 'float32', shape: [2, 3, 5, 7] }]]);

test.each<[Record<string, Attribute>, readonly number[]]>([
  [{}, [2, 3, 5, 7]],
  [{ start: int(1) }, [3, 5, 7]],
  [{ start: int(-2) }, [5, 7]],
  [{ start: int(1), end: int(-1) }, [3, 5]],
  [{ end: int(99) }, [2, 3, 5, 7]],
  [{ start: int(3), end: int(1) }, []],
])('Shape %#', (attributes, expected) => {
  const folded = foldedShape(node('Shape', ['x'], ['s'], attributes), values)!;
  expect(folded).toMatchObject({ name: 's', type: 'int64', dims: [expected.length] });
  expect(inlineNumbers(folded)).toEqual(expected);
});

test('Size', () => {
  const folded = foldedShape(node('Size', ['x'], ['n']), values)!;
  expect(folded.dims).toEqual([]);
  expect(inlineNumbers(folded)).toEqual([210]);
});

test('nothing else is folded', () => {
  expect(foldedShape(node('Relu', ['x'], ['y']), values)).toBeUndefined();
  expect(foldedShape(node('Shape', ['unknown'], ['s']), values)).toBeUndefined();
  expect(foldedShape(node('Shape', ['x'], ['s'], {}, 'my.domain'), values)).toBeUndefined();
});
