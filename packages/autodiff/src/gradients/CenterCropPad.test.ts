import { ints } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty, shapeOf } from '../../../../tests/support/gradientProperty.ts';
import { constantIntegers } from '../../../../tests/support/integerInputs.ts';
import { CenterCropPad } from './CenterCropPad.ts';

test('the gradient of CenterCropPad agrees with central differences: crops and borders, odd and even, named axes', async () => {
  const cases = fc.integer({ min: 1, max: 3 }).chain((rank) =>
    fc
      .record({
        shape: shapeOf(rank, 5),
        sizes: shapeOf(rank, 6),
        axes: fc.option(
          fc.subarray(
            Array.from({ length: rank }, (_, axis) => axis),
            { minLength: 1 },
          ),
          { nil: undefined },
        ),
        fromEnd: fc.boolean(),
      })
      .map(({ shape, sizes, axes, fromEnd }) => ({
        inputs: [{ shape }, constantIntegers(axes ? sizes.slice(0, axes.length) : sizes)],
        ...(axes && { attributes: { axes: ints(axes.map((axis) => (fromEnd ? axis - rank : axis))) } }),
      })),
  );
  await expect(gradientProperty(CenterCropPad, cases, { runs: 50 })).resolves.toBeUndefined();
});

test.each([
  [2, 4, [2, 3], [1, 2, 3, 4]],
  [2, 5, [2, 3], [1, 2, 3, 4, 5]],
  [4, 2, [0, 1, 2, 0], [1, 2]],
  [5, 2, [0, 1, 2, 0, 0], [1, 2]],
])('from %i elements to %i', async (from, to, expected, cotangent) => {
  const found = await gradientAt(CenterCropPad, { inputs: [{ shape: [from] }, constantIntegers([to])] }, cotangent);
  expect(found).toEqual(expected);
});
