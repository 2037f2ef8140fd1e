import { expect, test } from 'vitest';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Identity } from './Identity.ts';

test('the gradient of Identity agrees with central differences', async () => {
  const cases = anyShape(1, 4).map((shape) => ({ inputs: [{ shape }] }));
  await expect(gradientProperty(Identity, cases, { runs: 25 })).resolves.toBeUndefined();
});
