import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { variadicCases } from '../../../../tests/support/variadicCases.ts';
import { Mean } from './Mean.ts';

test('the gradient of Mean of one to four inputs agrees with central differences, broadcast in all directions', async () => {
  const cases = variadicCases.map((shapes) => ({ inputs: shapes.map((shape) => ({ shape })) }));
  await expect(gradientProperty(Mean, cases, { runs: 40 })).resolves.toBeUndefined();
});

test('some inputs constant', async () => {
  const cases = fc.tuple(variadicCases, fc.nat(3)).map(([shapes, moving]) => ({
    inputs: shapes.map((shape, i) => ({ shape, constant: i !== moving % shapes.length })),
  }));
  await expect(gradientProperty(Mean, cases, { runs: 20 })).resolves.toBeUndefined();
});

test('a third to each of three', async () => {
  const inputs = [1, 2, 4].map((value) => ({ shape: [1], values: [value] }));
  expect(await gradientAt(Mean, { inputs })).toEqual([Math.fround(1 / 3)]);
});
