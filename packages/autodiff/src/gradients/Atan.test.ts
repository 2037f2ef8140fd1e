import { expect, test } from 'vitest';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { expectSlopes, unaryCases } from '../../../../tests/support/unaryCases.ts';
import { Atan } from './Atan.ts';

test('the gradient of Atan agrees with central differences', async () => {
  await expect(gradientProperty(Atan, unaryCases(), { runs: 20 })).resolves.toBeUndefined();
});

test('1/(1 + x²), 0 far out', async () => {
  await expectSlopes(Atan, [
    [0, 1],
    [-1, 0.5],
    [1e10, 1e-20],
    [1e25, 0],
  ]);
});
