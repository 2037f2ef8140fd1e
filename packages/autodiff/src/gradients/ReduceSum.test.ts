import { int, ints } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { axesInput, reductionCases, refusalOfAxes } from '../../../../tests/support/reductionCases.ts';
import { ReduceSum } from './ReduceSum.ts';

test('the gradient of ReduceSum agrees with central differences: named axes, all, none, kept or not', async () => {
  await expect(gradientProperty(ReduceSum, reductionCases(), { runs: 50 })).resolves.toBeUndefined();
});

test('float64, older operator sets with axes as an attribute', async () => {
  const x = { shape: [2, 3], type: 'float64' as const };
  expect(await gradientAt(ReduceSum, { inputs: [x, axesInput(-1)] }, [2, 3])).toEqual([2, 2, 2, 3, 3, 3]);
  const attributes = { axes: ints([0]), keepdims: int(0) };
  expect(await gradientAt(ReduceSum, { inputs: [{ shape: [2, 3] }], attributes, opset: 11 }, [1, 2, 3])).toEqual([
    1, 2, 3, 1, 2, 3,
  ]);
});

test('axes that only the run would tell are refused', () => {
  const { unknown, constant } = refusalOfAxes(ReduceSum);
  expect(unknown).toMatch('its axes are not known before the model runs; export the model with constant axes');
  expect(constant).toBeUndefined();
});
