import { distinctValues } from '@smoothgrad/autodiff/testing';
import { float } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { ThresholdedRelu } from './ThresholdedRelu.ts';

// Of float64 ONNX Runtime makes it of the operators of its definition.
const types = fc.constantFrom('float32' as const, 'float64' as const);

test('the gradient of ThresholdedRelu agrees with central differences', async () => {
  const cases = fc
    .tuple(anyShape(1, 4), fc.nat(999), types, fc.constantFrom(undefined, 0, 0.25, -0.25, 2))
    .map(([shape, seed, type, alpha]) => ({
      inputs: [{ shape, type, values: distinctValues(shape, seed) }],
      ...(alpha !== undefined && { attributes: { alpha: float(alpha) } }),
    }));
  await expect(gradientProperty(ThresholdedRelu, cases)).resolves.toBeUndefined();
});

test.each([
  [1, [1, 1 + 2 ** -23, 1 - 2 ** -24, -5, 5], [0, 1, 0, 0, 1]],
  [0, [0, 1e-30, -1e-30, -5, 5], [0, 1, 0, 0, 1]],
  [-1, [-1, -1 + 2 ** -24, -1 - 2 ** -23, 0, 5], [0, 1, 0, 1, 1]],
])('slope 0 at the threshold %d, as PyTorch', async (alpha, values, slopes) => {
  const gradientCase = { inputs: [{ shape: [5], values }], attributes: { alpha: float(alpha) } };
  expect(await gradientAt(ThresholdedRelu, gradientCase)).toEqual(slopes);
});
