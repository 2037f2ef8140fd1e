import { distinctValues } from '@smoothgrad/autodiff/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { derivativesAt, farthest, tailPoints, tailShapes } from '../../../../tests/support/derivativesAt.ts';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { nextFloat } from '../../../../tests/support/neighbours.ts';
import { HardSwish } from './HardSwish.ts';

// Of float64 ONNX Runtime makes it of the operators of its definition.
const types = fc.constantFrom('float32' as const, 'float64' as const);

test('the gradient of HardSwish agrees with central differences', async () => {
  const cases = fc
    .tuple(anyShape(1, 4), fc.nat(999), types)
    .map(([shape, seed, type]) => ({ inputs: [{ shape, type, values: distinctValues(shape, seed, 0.25) }] }));
  await expect(gradientProperty(HardSwish, cases)).resolves.toBeUndefined();
});

test.each([[[8]], [[1, 1, 2, 4]]])('the edges and the floats next to them, as PyTorch (shape %j)', async (shape) => {
  const three = [nextFloat(3, 'down'), 3, nextFloat(3, 'up')];
  const values = [...three, ...three.map((value) => -value), 0, -0];
  const slopes = await gradientAt(HardSwish, { inputs: [{ shape, values }] });
  [1.5, 1, 1, -0.5, 0, 0, 0.5, 0.5].forEach((slope, i) => {
    expect(slopes[i]).toBeCloseTo(slope, 6);
  });
});

test('numbers whose squares overflow', async () => {
  const slopes = await gradientAt(HardSwish, { inputs: [{ shape: [2], values: [-1e30, 1e30] }] });
  expect(slopes).toEqual([0, 1]);
});

test.each(tailShapes)('the first two derivatives far out, as PyTorch in float64 (shape %j)', async (shape) => {
  const inputs = [{ shape, values: tailPoints }];
  const { first, second } = await derivativesAt(HardSwish, { inputs });
  const slopes = [0, 0, 0, 0, 0, 0.16666667, 0.83333333, 1, 1, 1, 1, 1];
  const curvatures = [0, 0, 0, 0, 0, 0.33333333, 0.33333333, 0, 0, 0, 0, 0];
  expect(farthest(first, slopes)).toBeLessThan(2e-6);
  expect(farthest(second, curvatures)).toBeLessThan(2e-6);
});
