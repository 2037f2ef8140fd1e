import { describe, expect, test } from 'vitest';
import { gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { poolCases } from '../../../../tests/support/poolCases.ts';
import { MaxPool } from './MaxPool.ts';

describe('the gradient of MaxPool agrees with central differences', () => {
  test.each([
    ['1-D', 1, 30],
    ['2-D', 2, 60],
    ['3-D', 3, 15],
  ])('%s: overlapping, padded, dilated, ceil_mode', async (_, rank, runs) => {
    await expect(gradientProperty(MaxPool, poolCases({ rank, dilation: 2 }), { runs })).resolves.toBeUndefined();
  });

  test('auto_pad', async () => {
    const cases = poolCases({ rank: 2, autoPad: ['SAME_UPPER', 'SAME_LOWER', 'VALID'] });
    await expect(gradientProperty(MaxPool, cases, { runs: 40 })).resolves.toBeUndefined();
  });
});
