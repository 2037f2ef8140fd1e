import { expect, test } from 'vitest';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { expectSlopes, unaryCases } from '../../../../tests/support/unaryCases.ts';
import { Log } from './Log.ts';

/** Positive. */
const intoDomain = (value: number) => value ** 2 + 0.25;

test.each(['float32', 'float64'] as const)('the gradient of Log agrees with central differences: %s', async (type) => {
  await expect(gradientProperty(Log, unaryCases(intoDomain, type), { runs: 20 })).resolves.toBeUndefined();
});

test('1/x, infinite at 0 as in PyTorch', async () => {
  await expectSlopes(Log, [
    [4, 0.25],
    [1e-30, 1e30],
    [0, Number.POSITIVE_INFINITY],
  ]);
});
