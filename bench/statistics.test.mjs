import { describe, expect, it } from 'vitest';
import { median, quantile, quotients, rounded, spread } from './statistics.mjs';

describe('statistics of rounds', () => {
  it('median of odd and even numbers of values, in any order', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  // numpy.quantile([1, 2, 4, 8, 16], q)
  it.each([
    [0, 1],
    [0.25, 2],
    [0.4, 3.2],
    [0.75, 8],
    [1, 16],
  ])('quantile %d as numpy', (share, expected) => {
    expect(quantile([16, 8, 4, 2, 1], share)).toBeCloseTo(expected, 12);
  });

  it('one slow round hardly changes the spread', () => {
    expect(spread([100, 101, 99, 100, 100])).toBe(0);
    expect(spread([10, 11, 12, 13, 90])).toBeCloseTo(1 / 12, 12);
  });

  it('quotients are taken round by round, so a drift of the machine cancels', () => {
    expect(median(quotients([3, 6, 12], [1, 2, 4]))).toBe(3);
    expect(() => quotients([1, 2], [1])).toThrow('measure both in the same rounds');
  });

  it('no values are an error, not NaN', () => {
    expect(() => median([])).toThrow('no values');
  });

  it('rounds to three digits', () => {
    expect([rounded(1234.5), rounded(0.0123456), rounded(null)]).toEqual([1230, 0.0123, null]);
  });
});
