import { normalValues } from '@smoothgrad/autodiff/testing';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { axesInput, reductionCases, refusalOfAxes } from '../../../../tests/support/reductionCases.ts';
import { ReduceLogSum } from './ReduceLogSum.ts';

/** Away from 0, where the logarithm bends too much for differences. */
const positiveValues = (shape: readonly number[], seed: number) =>
  normalValues(shape, seed).map((value) => Math.abs(value) + 0.5);

test('the gradient of ReduceLogSum agrees with central differences: named axes, all, none, kept or not', async () => {
  await expect(gradientProperty(ReduceLogSum, reductionCases(positiveValues), { runs: 50 })).resolves.toBeUndefined();
});

test('one over the sum, also where it is large', async () => {
  const x = { shape: [1, 2], values: [2 ** 100, 2 ** 100] };
  expect(await gradientAt(ReduceLogSum, { inputs: [x, axesInput(1)] }, [2 ** 101])).toEqual([1, 1]);
});

test('axes that only the run would tell are refused', () => {
  const { unknown, constant } = refusalOfAxes(ReduceLogSum);
  expect(unknown).toMatch('its axes are not known before the model runs; export the model with constant axes');
  expect(constant).toBeUndefined();
});
