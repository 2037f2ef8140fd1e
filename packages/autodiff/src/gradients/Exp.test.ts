import { expect, test } from 'vitest';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { expectSlopes, unaryCases } from '../../../../tests/support/unaryCases.ts';
import { Exp } from './Exp.ts';

test.each(['float32', 'float64'] as const)('the gradient of Exp agrees with central differences: %s', async (type) => {
  await expect(gradientProperty(Exp, unaryCases(undefined, type), { runs: 20 })).resolves.toBeUndefined();
});

test('exp x', async () => {
  await expectSlopes(Exp, [
    [0, 1],
    [-20, Math.exp(-20)],
    [20, Math.exp(20)],
    [-200, 0],
  ]);
});
