import { normalValues } from '@smoothgrad/autodiff/testing';
import { int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { broadcastPair, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { nextFloat } from '../../../../tests/support/neighbours.ts';
import { Mod } from './Mod.ts';

const attributes = { fmod: int(1) };

/** Multiples of 1/4 over odd multiples of 1/2 moved by a quarter of that: quotients stay away from integers. */
const dividends = (shape: readonly number[], seed: number) =>
  Array.from(normalValues(shape, seed), (value) => Math.round(4 * value) + 0.5);
const divisors = (shape: readonly number[], seed: number) =>
  Array.from(normalValues(shape, seed), (value) => Math.sign(value) * (1 + Math.floor(2 * Math.abs(value))));

test.each(['float32', 'float64'] as const)(
  'the gradient of Mod agrees with central differences for both operands, broadcast in either direction: %s',
  async (type) => {
    const cases = fc.tuple(broadcastPair, fc.nat(999)).map(([{ a, b }, seed]) => ({
      attributes,
      inputs: [
        { shape: a, values: dividends(a, seed), type },
        { shape: b, values: divisors(b, seed + 1), type },
      ],
    }));
    await expect(gradientProperty(Mod, cases, { runs: 40 })).resolves.toBeUndefined();
  },
);

test('one operand constant', async () => {
  const cases = fc.tuple(broadcastPair, fc.nat(999), fc.boolean()).map(([{ a, b }, seed, first]) => ({
    attributes,
    inputs: [
      { shape: a, values: dividends(a, seed), constant: first },
      { shape: b, values: divisors(b, seed + 1), constant: !first },
    ],
  }));
  await expect(gradientProperty(Mod, cases, { runs: 20 })).resolves.toBeUndefined();
});

test('by the divisor −trunc(a/b), also where a/b is an integer, as torch.fmod', async () => {
  const inputs = [
    { shape: [7], values: [5, -5, 5, -5, 6, -6, 7.5] },
    { shape: [7], values: [3, 3, -3, -3, 3, 3, 2.5] },
  ];
  expect(await gradientAt(Mod, { inputs, attributes })).toEqual([1, 1, 1, 1, 1, 1, 1]);
  expect(await gradientAt(Mod, { inputs, attributes, wrt: [1] })).toEqual([-1, 1, 1, -1, -2, 2, -3]);
});

test('the quotient is that of the remainder where a/b rounds up to an integer', async () => {
  const b = Math.fround(0.1);
  const below = [3, 7, 15, 31, 63].map((k) => nextFloat(Math.fround(k * b), 'down'));
  const quotients = below.map((a) => Math.round((a - (a % b)) / b));
  const inputs = [
    { shape: [5], values: below },
    { shape: [], values: [b] },
  ];
  for (const [i, quotient] of quotients.entries()) {
    const one = { shape: [1], values: [inputs[0]!.values[i]!] };
    expect(await gradientAt(Mod, { inputs: [one, inputs[1]!], attributes, wrt: [1] })).toEqual([-quotient]);
  }
});
