import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { broadcastPair, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { MatMul } from './MatMul.ts';

const length = fc.integer({ min: 1, max: 4 });

test('the gradient of MatMul agrees with central differences: matrices, batches broadcast in either direction', async () => {
  const cases = fc
    .record({
      lead: fc.option(broadcastPair, { nil: { a: [], b: [] } }),
      m: length,
      k: length,
      n: length,
      constant: fc.nat(2),
    })
    .map(({ lead, m, k, n, constant }) => ({
      inputs: [
        { shape: [...lead.a.slice(-2), m, k], constant: constant === 1 },
        { shape: [...lead.b.slice(-2), k, n], constant: constant === 2 },
      ],
    }));
  await expect(gradientProperty(MatMul, cases, { runs: 60 })).resolves.toBeUndefined();
});

test.each([
  [[3], [3]],
  [[3], [3, 2]],
  [[2, 3], [3]],
  [[3], [4, 3, 2]],
  [[4, 2, 3], [3]],
  [[3], [2, 1, 3, 2]],
  [[1], [1]],
])('a vector is a row on the left and a column on the right: %j · %j', async (a, b) => {
  const cases = fc.constant({ inputs: [{ shape: a }, { shape: b }] });
  await expect(gradientProperty(MatMul, cases, { runs: 3 })).resolves.toBeUndefined();
});

test('float64 has all its digits', async () => {
  const a = { shape: [1, 2], type: 'float64' as const };
  const b = { shape: [2, 1], type: 'float64' as const, values: [0.1, 1 / 3] };
  expect(await gradientAt(MatMul, { inputs: [a, b] })).toEqual([0.1, 1 / 3]);
});
