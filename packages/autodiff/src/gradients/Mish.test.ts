import fc from 'fast-check';
import { expect, test } from 'vitest';
import { derivativesAt, farthest, tailPoints, tailShapes } from '../../../../tests/support/derivativesAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Mish } from './Mish.ts';

// Of float64 ONNX Runtime makes it of the operators of its definition.
const types = fc.constantFrom('float32' as const, 'float64' as const);

test('the gradient of Mish agrees with central differences', async () => {
  const cases = fc.tuple(anyShape(1, 4), types).map(([shape, type]) => ({ inputs: [{ shape, type }] }));
  await expect(gradientProperty(Mish, cases)).resolves.toBeUndefined();
});

test.each(tailShapes)('the first two derivatives far out, as PyTorch in float64 (shape %j)', async (shape) => {
  const inputs = [{ shape, values: tailPoints }];
  const { first, second } = await derivativesAt(Mish, { inputs });
  const slopes = [
    0, 0, -3.9161919e-8, -0.00040857979, -0.072760413, 0.059216756, 1.0490362, 1.0099393, 1.0000001, 1, 1, 1,
  ];
  const curvatures = [
    0, 0, -3.7100765e-8, -0.00036316234, -0.040746168, 0.34970567, 0.18468576, -0.015587939, -1.4837162e-7, 0, 0, 0,
  ];
  expect(farthest(first, slopes)).toBeLessThan(2e-6);
  expect(farthest(second, curvatures)).toBeLessThan(2e-6);
});

test('no NaN where the exponential overflows', async () => {
  const inputs = [{ shape: [4], values: [-1e30, -1e4, 1e4, 1e30] }];
  const { first, second } = await derivativesAt(Mish, { inputs });
  expect(first.map(Math.abs)).toEqual([0, 0, 1, 1]);
  expect(second.map(Math.abs)).toEqual([0, 0, 0, 0]);
});
