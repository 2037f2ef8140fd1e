import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { expectSlopes, unaryCases } from '../../../../tests/support/unaryCases.ts';
import { Tanh } from './Tanh.ts';

test.each(['float32', 'float64'] as const)('the gradient of Tanh agrees with central differences: %s', async (type) => {
  const cases = unaryCases(undefined, type);
  await expect(gradientProperty(Tanh, cases, { runs: 30, secondOrder: 8 })).resolves.toBeUndefined();
});

/** From PyTorch in float64. */
const tails = [
  [3, 0.009866037165440166],
  [-3, 0.009866037165440166],
  [10, 8.244614529632978e-9],
  [-20, 4 * Math.exp(-40)],
  [200, 0],
  [-1e38, 0],
] as const;

test('1 at 0; rows keep their digits where it saturates', async () => {
  await expectSlopes(Tanh, [[0, 1], ...tails]);
});

test('over feature maps it is right to the rounding of PyTorch in float32', async () => {
  await expectSlopes(Tanh, [[0, 1]], { shape: [1, 1, 1, 1] });
  const values = tails.map(([x]) => x);
  const found = await gradientAt(Tanh, { inputs: [{ shape: [1, 1, 1, values.length], values }] });
  for (const [i, [, slope]] of tails.entries()) expect(Math.abs(found[i]! - slope)).toBeLessThan(2e-7);
});
