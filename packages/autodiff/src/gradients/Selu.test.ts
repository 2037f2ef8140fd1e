import { distinctValues } from '@smoothgrad/autodiff/testing';
import { float } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { derivativesAt, farthest, tailPoints, tailShapes } from '../../../../tests/support/derivativesAt.ts';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Selu } from './Selu.ts';

// Of float64 ONNX Runtime makes it of the operators of its definition.
const types = fc.constantFrom('float32' as const, 'float64' as const);

test('the gradient of Selu agrees with central differences', async () => {
  const cases = fc
    .tuple(anyShape(1, 4), fc.nat(999), types, fc.constantFrom(undefined, 1, 0.5), fc.constantFrom(undefined, 1, 2))
    .map(([shape, seed, type, alpha, gamma]) => ({
      inputs: [{ shape, type, values: distinctValues(shape, seed) }],
      attributes: {
        ...(alpha !== undefined && { alpha: float(alpha) }),
        ...(gamma !== undefined && { gamma: float(gamma) }),
      },
    }));
  await expect(gradientProperty(Selu, cases)).resolves.toBeUndefined();
});

test('the slope at 0 is gamma times alpha, as PyTorch', async () => {
  const [zero, above] = await gradientAt(Selu, { inputs: [{ shape: [2], values: [0, 1e-30] }] });
  expect(zero).toBeCloseTo(1.7580993, 6);
  expect(above).toBeCloseTo(1.050701, 6);
});

test.each(tailShapes)('the first two derivatives far out, as PyTorch in float64 (shape %j)', async (shape) => {
  const inputs = [{ shape, values: tailPoints }];
  const { first, second } = await derivativesAt(Selu, { inputs });
  const slopes = [
    0, 0, 3.6237128e-9, 7.9817587e-5, 0.05309, 0.6467686, 1.050701, 1.050701, 1.050701, 1.050701, 1.050701, 1.050701,
  ];
  const curvatures = [0, 0, 3.6237128e-9, 7.9817587e-5, 0.05309, 0.6467686, 0, 0, 0, 0, 0, 0];
  expect(farthest(first, slopes)).toBeLessThan(2e-6);
  expect(farthest(second, curvatures)).toBeLessThan(2e-6);
});
