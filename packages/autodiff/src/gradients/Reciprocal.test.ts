import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { expectSlopes, unaryCases } from '../../../../tests/support/unaryCases.ts';
import { Reciprocal } from './Reciprocal.ts';

/** At least 1/2 away from 0. */
const intoDomain = (value: number) => value + 0.5 * Math.sign(value);

test.each(['float32', 'float64'] as const)(
  'the gradient of Reciprocal agrees with central differences: %s',
  async (type) => {
    await expect(gradientProperty(Reciprocal, unaryCases(intoDomain, type), { runs: 20 })).resolves.toBeUndefined();
  },
);

test('−1/x²', async () => {
  await expectSlopes(Reciprocal, [
    [-2, -0.25],
    [1e18, -1e-36],
    [1e-18, -1e36],
    [1e30, -0],
  ]);
});

test('a small cotangent of a large square does not overflow', async () => {
  const [found] = await gradientAt(Reciprocal, { inputs: [{ shape: [1], values: [1e-25] }] }, [1e-20]);
  expect(found! / -1e30).toBeCloseTo(1, 5);
});
