import { distinctValues } from '@smoothgrad/autodiff/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { derivativesAt, farthest, tailPoints, tailShapes } from '../../../../tests/support/derivativesAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Softsign } from './Softsign.ts';

// Of float64 ONNX Runtime makes it of the operators of its definition.
const types = fc.constantFrom('float32' as const, 'float64' as const);

test('the gradient of Softsign agrees with central differences', async () => {
  // |x| has a corner at 0, where the second derivative jumps.
  const cases = fc
    .tuple(anyShape(1, 4), fc.nat(999), types)
    .map(([shape, seed, type]) => ({ inputs: [{ shape, type, values: distinctValues(shape, seed) }] }));
  await expect(gradientProperty(Softsign, cases)).resolves.toBeUndefined();
});

test.each(tailShapes)('the first two derivatives far out, as PyTorch in float64 (shape %j)', async (shape) => {
  const inputs = [{ shape, values: tailPoints }];
  const { first, second } = await derivativesAt(Softsign, { inputs });
  const slopes = [
    2.4751863e-5, 0.000594884, 0.0022675737, 0.0082644628, 0.049382716, 0.25, 0.25, 0.049382716, 0.0082644628,
    0.0022675737, 0.000594884, 2.4751863e-5,
  ];
  const curvatures = [
    2.4628719e-7, 2.9018732e-5, 0.0002159594, 0.0015026296, 0.021947874, 0.25, -0.25, -0.021947874, -0.0015026296,
    -0.0002159594, -2.9018732e-5, -2.4628719e-7,
  ];
  expect(farthest(first, slopes)).toBeLessThan(2e-6);
  expect(farthest(second, curvatures)).toBeLessThan(2e-6);
});

test('1 at 0, and no NaN where the square overflows', async () => {
  const inputs = [{ shape: [3], values: [0, -1e25, 1e25] }];
  const { first, second } = await derivativesAt(Softsign, { inputs });
  expect(first).toEqual([1, 0, 0]);
  expect(second.map(Math.abs)).toEqual([0, 0, 0]);
});
