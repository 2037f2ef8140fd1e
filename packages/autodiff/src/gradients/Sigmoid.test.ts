import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Sigmoid } from './Sigmoid.ts';

test('the gradient of Sigmoid agrees with central differences', async () => {
  const cases = anyShape(1, 4).map((shape) => ({ inputs: [{ shape }] }));
  await expect(gradientProperty(Sigmoid, cases, { runs: 25 })).resolves.toBeUndefined();
});

test('1/4 at 0, and 0 where it saturates', async () => {
  const [zero, low, high] = await gradientAt(Sigmoid, { inputs: [{ shape: [3], values: [0, -100, 100] }] });
  expect(zero).toBeCloseTo(0.25, 7);
  expect(low).toBeCloseTo(0, 7);
  expect(high).toBeCloseTo(0, 7);
});
