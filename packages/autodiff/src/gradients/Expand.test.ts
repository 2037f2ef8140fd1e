import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { broadcastPair, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { constantIntegers } from '../../../../tests/support/integerInputs.ts';
import { Expand } from './Expand.ts';

test('the gradient of Expand agrees with central differences, broadcasting in both directions', async () => {
  const cases = fc
    .record({ pair: broadcastPair, type: fc.constantFrom('float32' as const, 'float64' as const) })
    .map(({ pair: { a, b }, type }) => ({ inputs: [{ shape: a, type }, constantIntegers(b)] }));
  await expect(gradientProperty(Expand, cases, { runs: 40 })).resolves.toBeUndefined();
});

test('cotangents of the copies add up', async () => {
  const inputs = [{ shape: [2, 1] }, constantIntegers([3, 1, 2])];
  expect(await gradientAt(Expand, { inputs }, [1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60])).toEqual([99, 132]);
});
