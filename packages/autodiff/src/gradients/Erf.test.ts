import { expect, test } from 'vitest';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { expectSlopes, unaryCases } from '../../../../tests/support/unaryCases.ts';
import { Erf } from './Erf.ts';

test('the gradient of Erf agrees with central differences', async () => {
  await expect(gradientProperty(Erf, unaryCases(), { runs: 20 })).resolves.toBeUndefined();
});

test('(2/√π)·exp(−x²), as PyTorch computes it in float64', async () => {
  await expectSlopes(Erf, [
    [0, 2 / Math.sqrt(Math.PI)],
    [-2, 0.020666985354092053],
    [5, 1.5670866531017336e-11],
    [20, 0],
    [1e30, 0],
  ]);
});
