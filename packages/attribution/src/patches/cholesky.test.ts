import { describe, expect, it } from 'vitest';
import { cholesky, NotPositiveDefiniteError, solveLower, solveLowerTransposed } from './cholesky.ts';

describe('cholesky', () => {
  /** L of small whole numbers, and L Lᵀ worked out by hand. */
  const lower = [2, 0, 0, 6, 1, 0, -8, 5, 3];
  const product = [4, 12, -16, 12, 37, -43, -16, -43, 98];

  it('finds the triangle', () => {
    expect([...cholesky(Float64Array.from(product), 3)]).toEqual(lower);
  });

  it('solves with it, for several right sides', () => {
    const l = Float64Array.from(lower);
    // L X and Lᵀ X for X = [[1, 2], [3, 4], [5, 6]].
    expect([...solveLower(l, 3, Float64Array.of(2, 4, 9, 16, 22, 22))]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...solveLowerTransposed(l, 3, Float64Array.of(-20, -20, 28, 34, 15, 18))]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('refuses what is no covariance', () => {
    expect(() => cholesky(Float64Array.of(1, 2, 2, 4), 2)).toThrow(NotPositiveDefiniteError);
    expect(() => cholesky(Float64Array.of(1, 2, 2, 3), 2)).toThrow('variable 1');
    expect(() => cholesky(Float64Array.of(Number.NaN), 1)).toThrow('variable 0');
  });
});
