import { int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Trilu } from './Trilu.ts';

test('the gradient of Trilu agrees with central differences: upper and lower, any diagonal, in batches', async () => {
  const cases = fc
    .record({
      shape: anyShape(2, 4),
      k: fc.option(fc.integer({ min: -5, max: 5 }), { nil: undefined }),
      constant: fc.boolean(),
      upper: fc.constantFrom(undefined, 0, 1),
      type: fc.constantFrom('float32' as const, 'float64' as const),
    })
    .map(({ shape, k, constant, upper, type }) => ({
      inputs: [
        { shape, type },
        k === undefined ? undefined : { shape: [], type: 'int64' as const, values: [k], constant },
      ],
      ...(upper !== undefined && { attributes: { upper: int(upper) } }),
    }));
  await expect(gradientProperty(Trilu, cases, { runs: 40 })).resolves.toBeUndefined();
});

test('the cotangent of what was set to 0 is lost', async () => {
  const at = (upper: number) =>
    gradientAt(Trilu, { inputs: [{ shape: [2, 2] }], attributes: { upper: int(upper) } }, [1, 2, 3, 4]);
  expect(await at(1)).toEqual([1, 2, 0, 4]);
  expect(await at(0)).toEqual([1, 0, 3, 4]);
});
