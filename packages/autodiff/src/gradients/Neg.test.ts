import { expect, test } from 'vitest';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { expectSlopes, unaryCases } from '../../../../tests/support/unaryCases.ts';
import { Neg } from './Neg.ts';

test.each(['float32', 'float64'] as const)('the gradient of Neg agrees with central differences: %s', async (type) => {
  await expect(gradientProperty(Neg, unaryCases(undefined, type), { runs: 20 })).resolves.toBeUndefined();
});

test('−1 everywhere', async () => {
  await expectSlopes(Neg, [
    [3, -1],
    [0, -1],
    [-1e30, -1],
  ]);
});
