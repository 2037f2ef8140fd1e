import { expect, test } from 'vitest';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { expectSlopes, unaryCases } from '../../../../tests/support/unaryCases.ts';
import { Tan } from './Tan.ts';

/** Away from the poles. */
const intoDomain = (value: number) => Math.max(-1.2, Math.min(value, 1.2));

test('the gradient of Tan agrees with central differences', async () => {
  await expect(gradientProperty(Tan, unaryCases(intoDomain), { runs: 20 })).resolves.toBeUndefined();
});

test('1/cos² x', async () => {
  await expectSlopes(Tan, [
    [0, 1],
    [Math.fround(Math.PI / 4), 2],
    [1.5, 1 / Math.cos(1.5) ** 2],
  ]);
});
