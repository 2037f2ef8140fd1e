import { expect, test } from 'vitest';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { expectSlopes, unaryCases } from '../../../../tests/support/unaryCases.ts';
import { Acos } from './Acos.ts';

/** Inside (−1, 1). */
const intoDomain = (value: number) => Math.max(-0.9, Math.min(0.5 * value, 0.9));

test('the gradient of Acos agrees with central differences', async () => {
  await expect(gradientProperty(Acos, unaryCases(intoDomain), { runs: 20 })).resolves.toBeUndefined();
});

test('−1/√(1 − x²), to the last digits next to 1, infinite at ±1 as in PyTorch', async () => {
  await expectSlopes(Acos, [
    [0, -1],
    [0.5, -2 / Math.sqrt(3)],
    [1 - 2 ** -24, -1 / Math.sqrt(2 ** -23 - 2 ** -48)],
    [1, Number.NEGATIVE_INFINITY],
    [-1, Number.NEGATIVE_INFINITY],
  ]);
});
