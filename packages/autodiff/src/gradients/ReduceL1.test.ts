import { distinctValues } from '@smoothgrad/autodiff/testing';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { axesInput, reductionCases, refusalOfAxes } from '../../../../tests/support/reductionCases.ts';
import { ReduceL1 } from './ReduceL1.ts';

test('the gradient of ReduceL1 agrees with central differences: named axes, all, none, kept or not', async () => {
  await expect(
    gradientProperty(
      ReduceL1,
      reductionCases((shape, seed) => distinctValues(shape, seed)),
      { runs: 50 },
    ),
  ).resolves.toBeUndefined();
});

test('0 at 0', async () => {
  const x = { shape: [1, 4], values: [0, -0, 1e-30, -1e30] };
  expect(await gradientAt(ReduceL1, { inputs: [x, axesInput(1)] }, [2])).toEqual([0, 0, 2, -2]);
});

test('axes that only the run would tell are refused', () => {
  const { unknown, constant } = refusalOfAxes(ReduceL1);
  expect(unknown).toMatch('its axes are not known before the model runs; export the model with constant axes');
  expect(constant).toBeUndefined();
});
