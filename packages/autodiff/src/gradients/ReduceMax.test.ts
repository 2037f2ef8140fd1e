import { distinctValues } from '@smoothgrad/autodiff/testing';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { axesInput, reductionCases, refusalOfAxes } from '../../../../tests/support/reductionCases.ts';
import { ReduceMax } from './ReduceMax.ts';

test('the gradient of ReduceMax agrees with central differences: named axes, all, none, kept or not', async () => {
  await expect(
    gradientProperty(
      ReduceMax,
      reductionCases((shape, seed) => distinctValues(shape, seed)),
      { runs: 50 },
    ),
  ).resolves.toBeUndefined();
});

test('ties share evenly, as torch.amax and torch.amin', async () => {
  const x = { shape: [3, 3], values: [1, 1, 0, 2, 2, 2, 3, 0, 3] };
  expect(await gradientAt(ReduceMax, { inputs: [x, axesInput(1)] }, [6, 3, 8])).toEqual([3, 3, 0, 1, 1, 1, 4, 0, 4]);
});

test('infinities are elements like others', async () => {
  const { POSITIVE_INFINITY: above, NEGATIVE_INFINITY: below } = Number;
  const x = { shape: [2, 2], values: [below, below, above, 1] };
  expect(await gradientAt(ReduceMax, { inputs: [x, axesInput(1)] })).toEqual([0.5, 0.5, 1, 0]);
});

test('axes that only the run would tell are refused', () => {
  const { unknown, constant } = refusalOfAxes(ReduceMax);
  expect(unknown).toMatch('its axes are not known before the model runs; export the model with constant axes');
  expect(constant).toBeUndefined();
});
