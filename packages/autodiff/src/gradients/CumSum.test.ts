import { int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { CumSum } from './CumSum.ts';

test('the gradient of CumSum agrees with central differences: any axis, from either end, with and without the element itself', async () => {
  const cases = anyShape(1, 4).chain((shape) =>
    fc
      .record({
        axis: fc.integer({ min: -shape.length, max: shape.length - 1 }),
        axisType: fc.constantFrom('int64' as const, 'int32' as const),
        constant: fc.boolean(),
        exclusive: fc.constantFrom(undefined, 0, 1),
        reverse: fc.constantFrom(undefined, 0, 1),
        type: fc.constantFrom('float32' as const, 'float64' as const),
      })
      .map(({ axis, axisType, constant, exclusive, reverse, type }) => ({
        inputs: [
          { shape, type },
          { shape: [], type: axisType, values: [axis], constant },
        ],
        attributes: {
          ...(exclusive !== undefined && { exclusive: int(exclusive) }),
          ...(reverse !== undefined && { reverse: int(reverse) }),
        },
      })),
  );
  await expect(gradientProperty(CumSum, cases, { runs: 50 })).resolves.toBeUndefined();
});

test.each([
  [0, 0, [111, 110, 100]],
  [1, 0, [110, 100, 0]],
  [0, 1, [1, 11, 111]],
  [1, 1, [0, 1, 11]],
])('exclusive %i, reverse %i', async (exclusive, reverse, expected) => {
  const axis = { shape: [], type: 'int64' as const, values: [0], constant: true };
  const attributes = { exclusive: int(exclusive), reverse: int(reverse) };
  expect(await gradientAt(CumSum, { inputs: [{ shape: [3] }, axis], attributes }, [1, 10, 100])).toEqual(expected);
});
