import fc from 'fast-check';
import { expect, test } from 'vitest';
import { broadcastPair, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Add } from './Add.ts';

test('the gradient of Add agrees with central differences for both operands, broadcast in either direction', async () => {
  const cases = broadcastPair.map(({ a, b }) => ({ inputs: [{ shape: a }, { shape: b }] }));
  await expect(gradientProperty(Add, cases, { runs: 50 })).resolves.toBeUndefined();
});

test('one operand constant', async () => {
  const cases = fc.tuple(broadcastPair, fc.boolean()).map(([{ a, b }, first]) => ({
    inputs: [
      { shape: a, constant: first },
      { shape: b, constant: !first },
    ],
  }));
  await expect(gradientProperty(Add, cases, { runs: 20 })).resolves.toBeUndefined();
});
