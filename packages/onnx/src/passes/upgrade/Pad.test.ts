import { float, ints, string } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { expectSameOutputs, oldNode } from '../../../../../tests/support/upgradeCases.ts';

test.each([
  ['zeros', { pads: ints([1, 0, 2, 1]) }],
  ['a value', { pads: ints([0, 2, 0, 1]), value: float(3.5) }],
  ['a crop', { pads: ints([-1, 1, 0, -1]) }],
  ['reflection', { pads: ints([1, 1, 1, 1]), mode: string('reflect') }],
  ['the edge', { pads: ints([0, 1, 1, 0]), mode: string('edge') }],
])('Pad of operator set 2 with %s', async (_, attributes) => {
  const { operators } = await expectSameOutputs(oldNode('Pad', 10, [3, 4], attributes));
  expect(operators).toEqual(['Pad']);
});
