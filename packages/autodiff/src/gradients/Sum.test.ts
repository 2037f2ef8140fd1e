import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { variadicCases } from '../../../../tests/support/variadicCases.ts';
import { Sum } from './Sum.ts';

test('the gradient of Sum of one to four inputs agrees with central differences, broadcast in all directions', async () => {
  const cases = variadicCases.map((shapes) => ({ inputs: shapes.map((shape) => ({ shape })) }));
  await expect(gradientProperty(Sum, cases, { runs: 40 })).resolves.toBeUndefined();
});

test('some inputs constant', async () => {
  const cases = fc.tuple(variadicCases, fc.nat(3)).map(([shapes, moving]) => ({
    inputs: shapes.map((shape, i) => ({ shape, constant: i !== moving % shapes.length })),
  }));
  await expect(gradientProperty(Sum, cases, { runs: 20 })).resolves.toBeUndefined();
});

test('float64', async () => {
  const cases = variadicCases.map((shapes) => ({
    inputs: shapes.map((shape) => ({ shape, type: 'float64' as const })),
  }));
  await expect(gradientProperty(Sum, cases, { runs: 10 })).resolves.toBeUndefined();
});
