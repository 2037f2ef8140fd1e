import { distinctValues } from '@smoothgrad/autodiff/testing';
import { float } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { derivativesAt, farthest, tailPoints, tailShapes } from '../../../../tests/support/derivativesAt.ts';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Elu } from './Elu.ts';

// Of float64 ONNX Runtime makes it of the operators of its definition.
const types = fc.constantFrom('float32' as const, 'float64' as const);

test('the gradient of Elu agrees with central differences', async () => {
  const cases = fc
    .tuple(anyShape(1, 4), fc.nat(999), types, fc.constantFrom(undefined, 1, 2, 0.3, -0.5))
    .map(([shape, seed, type, alpha]) => ({
      inputs: [{ shape, type, values: distinctValues(shape, seed) }],
      ...(alpha !== undefined && { attributes: { alpha: float(alpha) } }),
    }));
  await expect(gradientProperty(Elu, cases)).resolves.toBeUndefined();
});

test('the slope at 0 is alpha, as PyTorch', async () => {
  const inputs = [{ shape: [3], values: [0, -0, 1e-30] }];
  expect(await gradientAt(Elu, { inputs, attributes: { alpha: float(2) } })).toEqual([2, 2, 1]);
  expect(await gradientAt(Elu, { inputs })).toEqual([1, 1, 1]);
});

test.each(tailShapes)('the first two derivatives far out, as PyTorch in float64 (shape %j)', async (shape) => {
  const inputs = [{ shape, values: tailPoints }];
  const { first, second } = await derivativesAt(Elu, { inputs, attributes: { alpha: float(2) } });
  const slopes = [0, 0, 4.1223072e-9, 9.079986e-5, 0.060394767, 0.73575888, 1, 1, 1, 1, 1, 1];
  const curvatures = [0, 0, 4.1223072e-9, 9.079986e-5, 0.060394767, 0.73575888, 0, 0, 0, 0, 0, 0];
  expect(farthest(first, slopes)).toBeLessThan(2e-6);
  expect(farthest(second, curvatures)).toBeLessThan(2e-6);
});
