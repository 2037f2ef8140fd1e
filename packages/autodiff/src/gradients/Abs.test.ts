import { expect, test } from 'vitest';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { expectSlopes, unaryCases } from '../../../../tests/support/unaryCases.ts';
import { Abs } from './Abs.ts';

/** Away from the kink. */
const intoDomain = (value: number) => value + 0.25 * Math.sign(value);

test.each(['float32', 'float64'] as const)('the gradient of Abs agrees with central differences: %s', async (type) => {
  await expect(gradientProperty(Abs, unaryCases(intoDomain, type), { runs: 20 })).resolves.toBeUndefined();
});

test('the sign of x, and 0 at 0 as in PyTorch', async () => {
  await expectSlopes(Abs, [
    [-1, -1],
    [1, 1],
    [0, 0],
    [-0, 0],
    [2 ** -126, 1],
    [-(2 ** -126), -1],
    [3e38, 1],
    [Number.NEGATIVE_INFINITY, -1],
  ]);
});

test('float64 has the same slope at 0', async () => {
  await expectSlopes(
    Abs,
    [
      [0, 0],
      [-1e-300, -1],
      [1e-300, 1],
    ],
    { type: 'float64' },
  );
});
