import { distinctValues } from '@smoothgrad/autodiff/testing';
import { int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkTangents } from '../../../../tests/support/checkTangent.ts';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { GlobalLpPool } from './GlobalLpPool.ts';

const norms = fc.constantFrom(1, 2, 3, 4).map((p) => ({ p: int(p) }));
// Odd multiples of 1/8: where p is 1 or 3 the switch at 0 is farther away than the differences reach.
const second = { step: 1e-4, tolerance: 5e-4 };

const cases = fc
  .tuple(anyShape(3, 5, 3), norms, fc.nat(999))
  .map(([shape, attributes, seed]) => ({ inputs: [{ shape, values: distinctValues(shape, seed, 0.25) }], attributes }));

test('the gradient of GlobalLpPool agrees with central differences', async () => {
  await expect(gradientProperty(GlobalLpPool, cases, { second })).resolves.toBeUndefined();
});

test('and once more by its cotangent', async () => {
  await expect(checkTangents(GlobalLpPool, cases)).resolves.toBeUndefined();
});

test.each([
  [1, [2, -2, 0, 0, 5, 0]],
  [2, [1.2, -1.6, 0, 0, 5, 0]],
])('known slopes, and 0 where x or the whole channel is 0: p = %d', async (p, expected) => {
  const gradientCase = {
    inputs: [{ shape: [1, 3, 2], values: [3, -4, 0, 0, 7, 0] }],
    attributes: { p: int(p) },
  };
  const gradient = await gradientAt(GlobalLpPool, gradientCase, [2, 3, 5]);
  gradient.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 5);
  });
});
