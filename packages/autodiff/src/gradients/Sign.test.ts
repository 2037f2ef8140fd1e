import { expect, test } from 'vitest';
import { expectNothingPasses } from '../../../../tests/support/stepFunction.ts';
import { Sign } from './Sign.ts';

test('nothing passes through Sign; what goes past it does', async () => {
  await expect(expectNothingPasses(Sign, [-2.5, -1.5, -0.75, -0.5, 0, 0.5, 1.25, 1.5, 2.5])).resolves.toBeUndefined();
});
