import { expect, test } from 'vitest';
import { broadcastShapes, elementCount, normaliseAxis, sameShape } from './shapes.ts';

test('broadcasting as numpy', () => {
  expect(broadcastShapes([2, 3], [3])).toEqual([2, 3]);
  expect(broadcastShapes([1], [4, 1, 2])).toEqual([4, 1, 2]);
  expect(broadcastShapes([8, 1, 6, 1], [7, 1, 5])).toEqual([8, 7, 6, 5]);
  expect(broadcastShapes([], [2])).toEqual([2]);
  expect(broadcastShapes([], [])).toEqual([]);
  expect(broadcastShapes([1, 0], [3, 1])).toEqual([3, 0]);
  expect(() => broadcastShapes([2, 3], [2])).toThrow('shapes [2,3] and [2] do not broadcast: axis 1 is 3 against 2');
});

test('element counts, equality, axes', () => {
  expect([elementCount([]), elementCount([2, 3]), elementCount([2, 0])]).toEqual([1, 6, 0]);
  expect([sameShape([1, 2], [1, 2]), sameShape([1], [1, 1]), sameShape([1], [2]), sameShape([], [])]).toEqual([
    true,
    false,
    false,
    true,
  ]);
  expect([normaliseAxis(-1, 4), normaliseAxis(2, 4), normaliseAxis(-4, 4)]).toEqual([3, 2, 0]);
});
