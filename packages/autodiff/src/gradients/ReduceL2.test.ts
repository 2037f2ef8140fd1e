import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { axesInput, reductionCases, refusalOfAxes } from '../../../../tests/support/reductionCases.ts';
import { ReduceL2 } from './ReduceL2.ts';

test('the gradient of ReduceL2 agrees with central differences: named axes, all, none, kept or not', async () => {
  await expect(gradientProperty(ReduceL2, reductionCases(), { runs: 50 })).resolves.toBeUndefined();
});

test('0 at the zero vector, a unit vector elsewhere', async () => {
  const x = { shape: [3, 2], values: [0, 0, 3, -4, 1e-15, 0] };
  const gradient = await gradientAt(ReduceL2, { inputs: [x, axesInput(1)] });
  [0, 0, 0.6, -0.8, 1, 0].forEach((value, i) => {
    expect(gradient[i]).toBeCloseTo(value, 6);
  });
});

test('axes that only the run would tell are refused', () => {
  const { unknown, constant } = refusalOfAxes(ReduceL2);
  expect(unknown).toMatch('its axes are not known before the model runs; export the model with constant axes');
  expect(constant).toBeUndefined();
});
