import { expect, test } from 'vitest';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { expectSlopes, unaryCases } from '../../../../tests/support/unaryCases.ts';
import { Cosh } from './Cosh.ts';

test('the gradient of Cosh agrees with central differences', async () => {
  await expect(gradientProperty(Cosh, unaryCases(), { runs: 20 })).resolves.toBeUndefined();
});

test('sinh x', async () => {
  await expectSlopes(Cosh, [
    [0, 0],
    [-2, -Math.sinh(2)],
    [50, Math.sinh(50)],
  ]);
});
