import { expect, test } from 'vitest';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { expectSlopes, unaryCases } from '../../../../tests/support/unaryCases.ts';
import { Sin } from './Sin.ts';

test.each(['float32', 'float64'] as const)('the gradient of Sin agrees with central differences: %s', async (type) => {
  await expect(gradientProperty(Sin, unaryCases(undefined, type), { runs: 25 })).resolves.toBeUndefined();
});

test('cos x', async () => {
  await expectSlopes(Sin, [
    [0, 1],
    [1, Math.cos(1)],
    [-2, Math.cos(2)],
  ]);
});
