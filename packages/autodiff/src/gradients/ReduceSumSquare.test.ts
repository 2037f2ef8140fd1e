import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { axesInput, reductionCases, refusalOfAxes } from '../../../../tests/support/reductionCases.ts';
import { ReduceSumSquare } from './ReduceSumSquare.ts';

test('the gradient of ReduceSumSquare agrees with central differences: named axes, all, none, kept or not', async () => {
  await expect(gradientProperty(ReduceSumSquare, reductionCases(), { runs: 50 })).resolves.toBeUndefined();
});

test('2x', async () => {
  const x = { shape: [2, 2], values: [0, -1, 2, 3] };
  expect(await gradientAt(ReduceSumSquare, { inputs: [x, axesInput(0)] }, [1, 10])).toEqual([0, -20, 4, 60]);
});

test('axes that only the run would tell are refused', () => {
  const { unknown, constant } = refusalOfAxes(ReduceSumSquare);
  expect(unknown).toMatch('its axes are not known before the model runs; export the model with constant axes');
  expect(constant).toBeUndefined();
});
