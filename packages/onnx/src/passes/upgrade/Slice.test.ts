import { ints } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { expectSameOutputs, oldNode } from '../../../../../tests/support/upgradeCases.ts';

test.each([
  ['all axes', { starts: ints([1, 0]), ends: ints([3, 2]) }, [2, 2]],
  ['a named axis', { starts: ints([1]), ends: ints([4]), axes: ints([1]) }, [3, 3]],
  [
    'bounds from the end and beyond it',
    { starts: ints([-2, 1]), ends: ints([2 ** 31 - 1, -1]), axes: ints([0, 1]) },
    [2, 3],
  ],
])('Slice of operator set 1: %s', async (_, attributes, shape) => {
  const { outputs } = await expectSameOutputs(oldNode('Slice', 9, [3, 5], attributes));
  expect(outputs.y!.shape).toEqual(shape);
});
