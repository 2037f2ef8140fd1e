import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty, shapeOf } from '../../../../tests/support/gradientProperty.ts';
import { constantIntegers } from '../../../../tests/support/integerInputs.ts';
import { Tile } from './Tile.ts';

test('the gradient of Tile agrees with central differences, for any number of copies along each axis', async () => {
  const cases = fc.integer({ min: 1, max: 4 }).chain((rank) =>
    fc
      .record({
        shape: shapeOf(rank, 3),
        repeats: shapeOf(rank, 3),
        type: fc.constantFrom('float32' as const, 'float64' as const),
      })
      .map(({ shape, repeats, type }) => ({ inputs: [{ shape, type }, constantIntegers(repeats)] })),
  );
  await expect(gradientProperty(Tile, cases, { runs: 40 })).resolves.toBeUndefined();
});

test('cotangents of the copies add up, and no copy has none', async () => {
  expect(await gradientAt(Tile, { inputs: [{ shape: [2] }, constantIntegers([3])] }, [1, 2, 10, 20, 100, 200])).toEqual(
    [111, 222],
  );
  expect(await gradientAt(Tile, { inputs: [{ shape: [2] }, constantIntegers([0])] }, [])).toEqual([0, 0]);
});
