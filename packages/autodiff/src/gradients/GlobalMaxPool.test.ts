import { distinctValues } from '@smoothgrad/autodiff/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkTangents } from '../../../../tests/support/checkTangent.ts';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { GlobalMaxPool } from './GlobalMaxPool.ts';

const cases = fc
  .tuple(anyShape(3, 5), fc.nat(999))
  .map(([shape, seed]) => ({ inputs: [{ shape, values: distinctValues(shape, seed) }] }));

test('the gradient of GlobalMaxPool agrees with central differences', async () => {
  await expect(gradientProperty(GlobalMaxPool, cases)).resolves.toBeUndefined();
});

test('and once more by its cotangent', async () => {
  await expect(checkTangents(GlobalMaxPool, cases)).resolves.toBeUndefined();
});

test('among equal maxima the first in row-major order takes the gradient, in each channel of each image', async () => {
  const values = [1, 4, 4, 4, -2, -3, -2, -2, 0, 0, 0, 0, 5, 6, 7, 7];
  const gradientCase = { inputs: [{ shape: [2, 2, 2, 2], values }] };
  const expected = [0, 1, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 4, 0];
  expect(await gradientAt(GlobalMaxPool, gradientCase, [1, 2, 3, 4])).toEqual(expected);
});
