import { expect, test } from 'vitest';
import { distinctValues, normalValues } from './random.ts';

test('normal values have mean 0 and variance 1, and depend on nothing but the seed', () => {
  const values = normalValues([100, 100], 5);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.04);
  expect(Math.abs(variance - 1)).toBeLessThan(0.06);
  expect(normalValues([100, 100], 5)).toEqual(values);
  expect(normalValues([100, 100], 6)).not.toEqual(values);
});

test('distinct values keep their distance from each other and from 0', () => {
  const values = Array.from(distinctValues([5, 8], 3, 0.5)).sort((a, b) => a - b);
  values.slice(1).forEach((value, i) => {
    expect(value - values[i]!).toBe(0.5);
  });
  expect(Math.min(...values.map(Math.abs))).toBe(0.25);
  expect(Array.from(distinctValues([5, 8], 3, 0.5))).not.toEqual(values);
});
