import { describe, expect, it } from 'vitest';
import { philox4x32 } from './philox.ts';
import { uniformNumbers } from './uniform.ts';
import { randomWords, streams } from './words.ts';

describe('random words', () => {
  it('are blocks of Philox: counter ⌊i/4⌋ and draw, key seed and stream', () => {
    const seed = 2 ** 40 + 7;
    const words = randomWords(6, { stream: 2, seed, draw: 2 ** 33 + 5 });
    const key = [7, 2 ** 8 + 2 * 2 ** 21] as const;
    expect([...words]).toEqual([...philox4x32([0, 0, 5, 2], key), ...philox4x32([1, 0, 5, 2], key)]);
  });

  it('no seed has the key of another stream', () => {
    const largest = Math.floor(Number.MAX_SAFE_INTEGER / 2 ** 32);
    for (const stream of Object.values(streams)) expect(stream * 2 ** 21).toBeGreaterThan(largest);
  });
});

describe('uniformNumbers', () => {
  it('have mean 1/2, variance 1/12, and lie in [0, 1]', () => {
    const count = 40_001;
    const numbers = uniformNumbers(count, { stream: streams.baseline, seed: 3, draw: 0 });
    expect(numbers).toHaveLength(count);
    const mean = numbers.reduce((sum, value) => sum + value, 0) / count;
    const variance = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    // Four standard errors: √(1/12n), √(1/180n).
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(4 * Math.sqrt(1 / 12 / count));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / count));
    expect(numbers.every((value) => value >= 0 && value <= 1)).toBe(true);
  });
});
