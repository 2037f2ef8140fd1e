import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { broadcastPair, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Where } from './Where.ts';

/** Any of the three may be the one that is broadcast. */
const cases = fc.tuple(broadcastPair, fc.nat(2), fc.array(fc.boolean(), { minLength: 81, maxLength: 81 }));

const condition = (shape: readonly number[], holds: readonly boolean[], constant = false) => ({
  shape,
  type: 'bool' as const,
  values: holds
    .slice(
      0,
      shape.reduce((a, b) => a * b, 1),
    )
    .map(Number),
  constant,
});

test.each(['float32', 'float64'] as const)(
  'the gradient of Where agrees with central differences for both branches, broadcast in all directions: %s',
  async (type) => {
    const all = cases.map(([{ a, b }, turn, holds]) => {
      const one = a.map(() => 1);
      const shapes = [a, b, one];
      const [c, first, second] = [0, 1, 2].map((i) => shapes[(i + turn) % 3]!);
      return { inputs: [condition(c!, holds), { shape: first!, type }, { shape: second!, type }] };
    });
    await expect(gradientProperty(Where, all, { runs: 40 })).resolves.toBeUndefined();
  },
);

test('one branch constant', async () => {
  const all = fc.tuple(cases, fc.boolean()).map(([[{ a, b }, , holds], first]) => ({
    inputs: [condition(a, holds, true), { shape: b, constant: first }, { shape: a, constant: !first }],
  }));
  await expect(gradientProperty(Where, all, { runs: 20 })).resolves.toBeUndefined();
});

test('what is not chosen gets 0, whatever the cotangent and the branch are', async () => {
  const inputs = [
    condition([3], [true, false, false]),
    { shape: [3], values: [1, Number.NaN, Number.NEGATIVE_INFINITY] },
    { shape: [3], values: [Number.NaN, 1, 1] },
  ];
  expect(await gradientAt(Where, { inputs, wrt: [1] }, [7, Number.POSITIVE_INFINITY, Number.NaN])).toEqual([7, 0, 0]);
  expect(await gradientAt(Where, { inputs, wrt: [2] }, [Number.NaN, 5, 6])).toEqual([0, 5, 6]);
});
