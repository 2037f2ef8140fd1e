import { expect, it } from 'vitest';
import { completeness } from './completeness.ts';

it('is what shares have too much, and that as a share of the whole', () => {
  expect(completeness(Float32Array.of(1, 2, -8), -4)).toEqual({ gap: -1, relativeGap: 0.25 });
  expect(completeness(Float64Array.of(2, 2), 4)).toEqual({ gap: 0, relativeGap: 0 });
});

it('of nothing is no share', () => {
  expect(completeness([0.5], 0)).toEqual({ gap: 0.5, relativeGap: null });
});
