import { expect, test } from 'vitest';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { expectSlopes, unaryCases } from '../../../../tests/support/unaryCases.ts';
import { Asinh } from './Asinh.ts';

test('the gradient of Asinh agrees with central differences', async () => {
  await expect(gradientProperty(Asinh, unaryCases(), { runs: 20 })).resolves.toBeUndefined();
});

test('1/√(x² + 1)', async () => {
  await expectSlopes(Asinh, [
    [0, 1],
    [-2, 1 / Math.sqrt(5)],
    [1e10, 1e-10],
  ]);
});
