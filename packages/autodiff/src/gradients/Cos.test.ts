import { expect, test } from 'vitest';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { expectSlopes, unaryCases } from '../../../../tests/support/unaryCases.ts';
import { Cos } from './Cos.ts';

test.each(['float32', 'float64'] as const)('the gradient of Cos agrees with central differences: %s', async (type) => {
  await expect(gradientProperty(Cos, unaryCases(undefined, type), { runs: 20 })).resolves.toBeUndefined();
});

test('−sin x', async () => {
  await expectSlopes(Cos, [
    [0, -0],
    [Math.PI / 2, -1],
    [1, -Math.sin(1)],
  ]);
});
