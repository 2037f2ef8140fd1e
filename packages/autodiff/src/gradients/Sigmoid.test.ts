import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { expectSlopes, unaryCases } from '../../../../tests/support/unaryCases.ts';
import { Sigmoid } from './Sigmoid.ts';

test.each(['float32', 'float64'] as const)(
  'the gradient of Sigmoid agrees with central differences: %s',
  async (type) => {
    const cases = unaryCases(undefined, type);
    await expect(gradientProperty(Sigmoid, cases, { runs: 30, secondOrder: 8 })).resolves.toBeUndefined();
  },
);

/** From PyTorch in float64. */
const tails = [
  [-20, 2.0611536139418496e-9],
  [5, 0.006648056670790033],
  [20, 2.0611536139418496e-9],
  [-200, 0],
  [200, 0],
] as const;

test('1/4 at 0; rows keep their digits where it saturates', async () => {
  await expectSlopes(Sigmoid, [[0, 0.25], ...tails]);
});

test('over feature maps it is right to the rounding of PyTorch in float32', async () => {
  await expectSlopes(Sigmoid, [[0, 0.25]], { shape: [1, 1, 1, 1] });
  const values = tails.map(([x]) => x);
  const found = await gradientAt(Sigmoid, { inputs: [{ shape: [1, 1, 1, values.length], values }] });
  for (const [i, [, slope]] of tails.entries()) expect(Math.abs(found[i]! - slope)).toBeLessThan(2e-7);
});
