import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { axesInput, reductionCases, refusalOfAxes } from '../../../../tests/support/reductionCases.ts';
import { ReduceLogSumExp } from './ReduceLogSumExp.ts';

test('the gradient of ReduceLogSumExp agrees with central differences: named axes, all, none, kept or not', async () => {
  await expect(gradientProperty(ReduceLogSumExp, reductionCases(), { runs: 50 })).resolves.toBeUndefined();
});

test.each([[[1]], [[0, 1]]])('stable far out, over axes %j', async (axes) => {
  const softmaxOf3 = [0.0900305732, 0.2447284711, 0.6652409558];
  for (const shift of [0, 1000, -1000, 1e6]) {
    const x = { shape: [1, 3], values: [shift, shift + 1, shift + 2] };
    const gradient = await gradientAt(ReduceLogSumExp, { inputs: [x, axesInput(...axes)] });
    gradient.forEach((value, i) => {
      expect(value).toBeCloseTo(softmaxOf3[i]!, 6);
    });
  }
  const masked = { shape: [1, 2], values: [Number.NEGATIVE_INFINITY, 5] };
  expect(await gradientAt(ReduceLogSumExp, { inputs: [masked, axesInput(...axes)] })).toEqual([0, 1]);
});

test('axes that only the run would tell are refused', () => {
  const { unknown, constant } = refusalOfAxes(ReduceLogSumExp);
  expect(unknown).toMatch('its axes are not known before the model runs; export the model with constant axes');
  expect(constant).toBeUndefined();
});
