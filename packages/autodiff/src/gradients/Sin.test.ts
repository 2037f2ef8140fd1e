import { expect, test } from 'vitest';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Sin } from './Sin.ts';

test('the gradient of Sin agrees with central differences', async () => {
  const cases = anyShape(1, 4).map((shape) => ({ inputs: [{ shape }] }));
  await expect(gradientProperty(Sin, cases, { runs: 25 })).resolves.toBeUndefined();
});
