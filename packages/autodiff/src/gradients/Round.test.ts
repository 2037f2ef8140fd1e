import { expect, test } from 'vitest';
import { expectNothingPasses } from '../../../../tests/support/stepFunction.ts';
import { Round } from './Round.ts';

test('nothing passes through Round; what goes past it does', async () => {
  await expect(expectNothingPasses(Round, [-2.5, -1.5, -0.75, -0.5, 0, 0.5, 1.25, 1.5, 2.5])).resolves.toBeUndefined();
});
