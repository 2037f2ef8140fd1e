import { expect, it } from 'vitest';
import { rankCorrelation } from './rankCorrelation.ts';

it('is Spearman’s, ties sharing their ranks', () => {
  expect(rankCorrelation([1, 2, 3, 4], [10, 20, 30, 40])).toBeCloseTo(1, 12);
  expect(rankCorrelation([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1, 12);
  // Without ties 1 − 6 Σd²/(n(n² − 1)): d = 1, 1, 0, 1, 1.
  expect(rankCorrelation([1, 2, 3, 4, 5], [2, 1, 3, 5, 4])).toBeCloseTo(1 - (6 * 4) / (5 * 24), 12);
  // scipy.stats.spearmanr([1, 2, 2, 3, 5], [2, 1, 4, 4, 4])
  expect(rankCorrelation([1, 2, 2, 3, 5], [2, 1, 4, 4, 4])).toBeCloseTo(0.6308932681440449, 9);
});

it('of a constant is no number', () => {
  expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeNaN();
});
