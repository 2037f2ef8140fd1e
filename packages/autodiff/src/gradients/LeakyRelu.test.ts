import { distinctValues } from '@smoothgrad/autodiff/testing';
import { float } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { LeakyRelu } from './LeakyRelu.ts';

const alphas = [0.01, 0.1, 0.2, 0.5, 1, 0, 1.5, -0.5].map(Math.fround);

test('the gradient of LeakyRelu agrees with central differences', async () => {
  const cases = fc
    .tuple(anyShape(1, 4), fc.nat(999), fc.constantFrom(undefined, ...alphas))
    .map(([shape, seed, alpha]) => ({
      inputs: [{ shape, values: distinctValues(shape, seed) }],
      ...(alpha !== undefined && { attributes: { alpha: float(alpha) } }),
    }));
  await expect(gradientProperty(LeakyRelu, cases, { runs: 40 })).resolves.toBeUndefined();
});

test.each(alphas)('slope alpha at 0, as PyTorch: alpha = %d', async (alpha) => {
  const values = [0, -0, 1e-30, -1e-30, 2, -2];
  const found = await gradientAt(LeakyRelu, { inputs: [{ shape: [6], values }], attributes: { alpha: float(alpha) } });
  const expected = [alpha, alpha, 1, alpha, 1, alpha];
  found.forEach((slope, i) => {
    expect(slope).toBeCloseTo(expected[i]!, 6);
  });
});

test('float64', async () => {
  const inputs = [{ shape: [3], type: 'float64' as const, values: [-1, 0, 1] }];
  expect(await gradientAt(LeakyRelu, { inputs, attributes: { alpha: float(0.25) } })).toEqual([0.25, 0.25, 1]);
});
