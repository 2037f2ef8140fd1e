import { distinctValues } from '@smoothgrad/autodiff/testing';
import { float } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { HardSigmoid } from './HardSigmoid.ts';

// Of float64 ONNX Runtime makes it of the operators of its definition.
const types = fc.constantFrom('float32' as const, 'float64' as const);

// Multiples of 1/4 plus 1/8: no edge −β/α or (1 − β)/α of these is near one.
const settings = fc.constantFrom([undefined, undefined], [0.2, 0.5], [1 / 6, 0.5], [1, 0.5], [-0.5, 0.25], [1.5, 0.0]);

test('the gradient of HardSigmoid agrees with central differences', async () => {
  const cases = fc.tuple(anyShape(1, 4), fc.nat(999), types, settings).map(([shape, seed, type, [alpha, beta]]) => ({
    inputs: [{ shape, type, values: distinctValues(shape, seed, 0.25).map((value) => value + 0.01) }],
    attributes: {
      ...(alpha !== undefined && { alpha: float(alpha) }),
      ...(beta !== undefined && { beta: float(beta) }),
    },
  }));
  await expect(gradientProperty(HardSigmoid, cases)).resolves.toBeUndefined();
});

test.each([[[8]], [[1, 1, 2, 4]]])('slope 0 at both edges and outside, as PyTorch (shape %j)', async (shape) => {
  const inputs = [{ shape, values: [-3, 3, -200, 200, 0, 2.9, -2.9, 1] }];
  const slopes = await gradientAt(HardSigmoid, { inputs, attributes: { alpha: float(1 / 6), beta: float(0.5) } });
  const sixth = Math.fround(1 / 6);
  expect(slopes).toEqual([0, 0, 0, 0, sixth, sixth, sixth, sixth]);
});

test('slope 0 at the edges with the default alpha and beta', async () => {
  const slopes = await gradientAt(HardSigmoid, { inputs: [{ shape: [4], values: [-2.5, 2.5, -2.4, 2.4] }] });
  expect(slopes).toEqual([0, 0, Math.fround(0.2), Math.fround(0.2)]);
});
