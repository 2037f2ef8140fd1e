import { distinctValues } from '@smoothgrad/autodiff/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Relu } from './Relu.ts';

test('the gradient of Relu agrees with central differences', async () => {
  const cases = fc
    .tuple(anyShape(1, 5), fc.nat(999))
    .map(([shape, seed]) => ({ inputs: [{ shape, values: distinctValues(shape, seed) }] }));
  await expect(gradientProperty(Relu, cases)).resolves.toBeUndefined();
});

test.each([[[9]], [[1, 1, 3, 3]]])(
  'slope 0 at 0, as PyTorch and JAX, and 1 at the smallest normal float (shape %j)',
  async (shape) => {
    const values = [0, -0, 2 ** -126, -(2 ** -126), 1e-30, -1e-30, 1, -1, 3.4e38];
    expect(await gradientAt(Relu, { inputs: [{ shape, values }] }, [5, 5, 5, 5, 5, 5, 5, 5, 5])).toEqual([
      0, 0, 5, 0, 5, 0, 5, 0, 5,
    ]);
  },
);

test('float64', async () => {
  const inputs = [{ shape: [4], type: 'float64' as const, values: [-1, 0, 1e-300, 1] }];
  expect(await gradientAt(Relu, { inputs })).toEqual([0, 0, 1, 1]);
});
