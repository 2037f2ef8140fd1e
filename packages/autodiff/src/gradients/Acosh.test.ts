import { expect, test } from 'vitest';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { expectSlopes, unaryCases } from '../../../../tests/support/unaryCases.ts';
import { Acosh } from './Acosh.ts';

/** Above 1. */
const intoDomain = (value: number) => 1.25 + value ** 2;

test('the gradient of Acosh agrees with central differences', async () => {
  await expect(gradientProperty(Acosh, unaryCases(intoDomain), { runs: 20 })).resolves.toBeUndefined();
});

test('1/√(x² − 1), to the last digits next to 1, infinite at 1 as in PyTorch', async () => {
  await expectSlopes(Acosh, [
    [2, 1 / Math.sqrt(3)],
    [1 + 2 ** -23, 1 / Math.sqrt(2 ** -22 + 2 ** -46)],
    [1e10, 1e-10],
    [1, Number.POSITIVE_INFINITY],
  ]);
});
