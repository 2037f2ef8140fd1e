import { expect, test } from 'vitest';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { expectSlopes, unaryCases } from '../../../../tests/support/unaryCases.ts';
import { Sinh } from './Sinh.ts';

test('the gradient of Sinh agrees with central differences', async () => {
  await expect(gradientProperty(Sinh, unaryCases(), { runs: 20 })).resolves.toBeUndefined();
});

test('cosh x', async () => {
  await expectSlopes(Sinh, [
    [0, 1],
    [-2, Math.cosh(2)],
    [50, Math.cosh(50)],
  ]);
});
