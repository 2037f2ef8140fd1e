import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Tanh } from './Tanh.ts';

test('the gradient of Tanh agrees with central differences', async () => {
  const cases = anyShape(1, 4).map((shape) => ({ inputs: [{ shape }] }));
  await expect(gradientProperty(Tanh, cases, { runs: 25 })).resolves.toBeUndefined();
});

test('1 at 0, and 0 where it saturates', async () => {
  const [zero, low, high] = await gradientAt(Tanh, { inputs: [{ shape: [3], values: [0, -100, 100] }] });
  expect(zero).toBe(1);
  expect(low).toBeCloseTo(0, 7);
  expect(high).toBeCloseTo(0, 7);
});
