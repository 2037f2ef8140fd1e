import { distinctValues } from '@smoothgrad/autodiff/testing';
import { float } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Shrink } from './Shrink.ts';

const settings = fc.constantFrom([undefined, undefined], [0.25, 0], [0.25, 0.25], [0.5, 0.1], [0, 0.5], [-0.25, 0.5]);

test.each(['float32', 'float64'] as const)(
  'the gradient of Shrink agrees with central differences (%s)',
  async (type) => {
    const cases = fc.tuple(anyShape(1, 4), fc.nat(999), settings).map(([shape, seed, [lambda, bias]]) => ({
      inputs: [{ shape, type, values: distinctValues(shape, seed) }],
      attributes: {
        ...(lambda !== undefined && { lambd: float(lambda) }),
        ...(bias !== undefined && { bias: float(bias) }),
      },
    }));
    await expect(gradientProperty(Shrink, cases)).resolves.toBeUndefined();
  },
);

test.each([0, 0.5])('slope 0 at both edges, as hardshrink and softshrink in PyTorch: bias %d', async (bias) => {
  const inputs = [{ shape: [7], values: [-0.5, 0.5, 0, 0.5 + 2 ** -24, -0.5 - 2 ** -24, 0.5 - 2 ** -25, 9] }];
  const slopes = await gradientAt(Shrink, { inputs, attributes: { bias: float(bias) } });
  expect(slopes).toEqual([0, 0, 0, 1, 1, 0, 1]);
});
