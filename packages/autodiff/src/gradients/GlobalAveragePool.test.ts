import { expect, test } from 'vitest';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { GlobalAveragePool } from './GlobalAveragePool.ts';

test('the gradient of GlobalAveragePool agrees with central differences in 1-D, 2-D and 3-D', async () => {
  const cases = anyShape(3, 5, 4).map((shape) => ({ inputs: [{ shape }] }));
  await expect(gradientProperty(GlobalAveragePool, cases)).resolves.toBeUndefined();
});
