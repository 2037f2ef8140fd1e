import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { axesInput, reductionCases, refusalOfAxes } from '../../../../tests/support/reductionCases.ts';
import { ReduceMean } from './ReduceMean.ts';

test('the gradient of ReduceMean agrees with central differences: named axes, all, none, kept or not', async () => {
  await expect(gradientProperty(ReduceMean, reductionCases(), { runs: 50 })).resolves.toBeUndefined();
});

test('float64 has all its digits', async () => {
  const gradient = await gradientAt(ReduceMean, { inputs: [{ shape: [1, 3], type: 'float64' }, axesInput(1)] });
  expect(gradient).toEqual([1 / 3, 1 / 3, 1 / 3]);
});

test('axes that only the run would tell are refused', () => {
  const { unknown, constant } = refusalOfAxes(ReduceMean);
  expect(unknown).toMatch('its axes are not known before the model runs; export the model with constant axes');
  expect(constant).toBeUndefined();
});
