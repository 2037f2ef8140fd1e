import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { reductionCases, refusalOfAxes } from '../../../../tests/support/reductionCases.ts';
import { ReduceProd } from './ReduceProd.ts';

test('the gradient of ReduceProd agrees with central differences: named axes, all, none, kept or not', async () => {
  await expect(gradientProperty(ReduceProd, reductionCases(), { runs: 50 })).resolves.toBeUndefined();
});

test.each([
  [
    [2, 3, 4],
    [12, 8, 6],
  ],
  [
    [2, 0, 4],
    [0, 8, 0],
  ],
  [
    [0, 0, 4],
    [0, 0, 0],
  ],
  [
    [0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0],
  ],
  [
    [1, 2, 0, 4, 5],
    [0, 0, 40, 0, 0],
  ],
  [
    [1e-30, 1e-30, 1e30],
    [1, 1, 0],
  ],
  [[7], [1]],
])('zeros, and products that leave the range of float32, keep their derivative: %j', async (values, expected) => {
  const gradient = await gradientAt(ReduceProd, { inputs: [{ shape: [values.length], values }] });
  gradient.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 4);
  });
});

test('at a zero the second derivative is right too', async () => {
  const cases = fc.constantFrom([0, 2, 3], [0, 0, 3], [0, 2, 3, 4, 5]).map((values) => ({
    inputs: [{ shape: [values.length], values }],
  }));
  await expect(gradientProperty(ReduceProd, cases, { runs: 6, secondOrder: 6 })).resolves.toBeUndefined();
});

test('axes that only the run would tell are refused', () => {
  const { unknown, constant } = refusalOfAxes(ReduceProd);
  expect(unknown).toMatch('its axes are not known before the model runs; export the model with constant axes');
  expect(constant).toBeUndefined();
});
