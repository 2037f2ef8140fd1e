import { normalValues } from '@smoothgrad/autodiff/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { broadcastPair, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Div } from './Div.ts';

/** Of either sign, at least 1/2 away from 0. */
const divisors = (shape: readonly number[], seed: number) =>
  normalValues(shape, seed).map((value) => value + 0.5 * Math.sign(value));

test('the gradient of Div agrees with central differences for both operands, broadcast in either direction', async () => {
  const cases = fc.tuple(broadcastPair, fc.nat(999)).map(([{ a, b }, seed]) => ({
    inputs: [{ shape: a }, { shape: b, values: divisors(b, seed) }],
  }));
  await expect(gradientProperty(Div, cases, { runs: 50 })).resolves.toBeUndefined();
});

test('one operand constant', async () => {
  const cases = fc.tuple(broadcastPair, fc.nat(999), fc.boolean()).map(([{ a, b }, seed, first]) => ({
    inputs: [
      { shape: a, constant: first },
      { shape: b, values: divisors(b, seed), constant: !first },
    ],
  }));
  await expect(gradientProperty(Div, cases, { runs: 20 })).resolves.toBeUndefined();
});
