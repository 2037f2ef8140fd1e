import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MapShape, MapSign } from './reduceChannels.ts';
import { scaleMap } from './scaleMap.ts';

const { scaling } = JSON.parse(readFileSync(new URL('../fixtures/reference.json', import.meta.url), 'utf8')) as {
  scaling: { shape: MapShape; map: number[]; scaled: Record<MapSign, { limit: number; data: number[] }> };
};
const map = Float32Array.from(scaling.map);
const signs = ['absolute', 'signed', 'positive'] as const;

describe('scaleMap', () => {
  it.each(signs)('%s: limit and values as numpy', (sign) => {
    const scaled = scaleMap(map, scaling.shape, { sign });
    const expected = scaling.scaled[sign];
    expect(scaled).toMatchObject({ width: 13, height: 9, sign });
    expect(scaled.limit).toBeCloseTo(expected.limit, 12);
    scaled.data.forEach((value, i) => {
      expect(value).toBeCloseTo(expected.data[i]!, 6);
    });
  });

  it('is absolute, summed and capped at 99 unless told otherwise', () => {
    expect(scaleMap(map, scaling.shape)).toEqual(
      scaleMap(map, scaling.shape, { sign: 'absolute', reduction: 'sum', percentile: 99 }),
    );
  });

  it('caps nothing at percentile 100', () => {
    const scaled = scaleMap(Float32Array.of(0, -1, 2, 4), [1, 2, 2], { percentile: 100 });
    expect([...scaled.data]).toEqual([0, 0.25, 0.5, 1]);
  });

  it('caps outliers: one huge pixel in 1000 does not darken the rest', () => {
    const outlier = new Float32Array(1000).fill(1);
    outlier[17] = 1e6;
    expect(scaleMap(outlier, [1, 10, 100]).data.every((value) => value === 1)).toBe(true);
  });

  it.each(signs)('%s: a map of zeros stays zero', (sign) => {
    const scaled = scaleMap(new Float32Array(12), [3, 2, 2], { sign });
    expect(scaled.limit).toBe(0);
    expect(scaled.data.every((value) => value === 0)).toBe(true);
  });

  it('a positive map without a positive sum stays zero', () => {
    expect([...scaleMap(Float32Array.of(-1, -2), [1, 1, 2], { sign: 'positive' }).data]).toEqual([0, 0]);
  });

  it('takes the largest magnitude where the percentile of a sparse map is zero', () => {
    const sparse = new Float32Array(1000);
    sparse[3] = -8;
    sparse[4] = 4;
    const scaled = scaleMap(sparse, [1, 10, 100], { sign: 'signed' });
    expect(scaled.limit).toBe(8);
    expect([...scaled.data.slice(2, 6)]).toEqual([0, -1, 0.5, 0]);
  });

  it('stays in its range for any finite map', () => {
    fc.assert(
      fc.property(fc.float32Array({ minLength: 12, maxLength: 12, noNaN: true, noDefaultInfinity: true }), (values) => {
        for (const sign of signs) {
          const { data } = scaleMap(values, [3, 2, 2], { sign });
          const low = sign === 'signed' ? -1 : 0;
          expect(data.every((v) => v >= low && v <= 1)).toBe(true);
        }
      }),
    );
  });

  it('takes a limit that is given, and its smallest value for black where that is wanted', () => {
    const values = Float32Array.of(1, -2, 3, 5);
    expect([...scaleMap(values, [1, 2, 2], { limit: 4 }).data]).toEqual([0.25, 0.5, 0.75, 1]);
    const fromMinimum = scaleMap(values, [1, 2, 2], { percentile: 100, origin: 'minimum' });
    expect([...fromMinimum.data]).toEqual([0, 0.25, 0.5, 1]);
    // A map of one value has no contrast.
    const flat = { origin: 'minimum' } as const;
    expect([...scaleMap(Float32Array.of(2, 2), [1, 1, 2], flat).data]).toEqual([0, 0]);
    expect(() => scaleMap(values, [1, 2, 2], { limit: Number.NaN })).toThrow(/limit NaN/);
    expect(() => scaleMap(values, [1, 2, 2], { limit: -1 })).toThrow(/limit -1/);
  });

  it('cancels signs between channels only where that is asked for', () => {
    const values = Float32Array.of(3, 1, -1, 1);
    const limit = { percentile: 100, limit: 1 };
    expect([...scaleMap(values, [2, 1, 2], { ...limit, reduction: 'signed-mean' }).data]).toEqual([1, 1]);
    expect([...scaleMap(values, [2, 1, 2], { reduction: 'signed-mean', limit: 2 }).data]).toEqual([0.5, 0.5]);
    expect([...scaleMap(values, [2, 1, 2], { reduction: 'mean', limit: 2 }).data]).toEqual([1, 0.5]);
  });

  it('refuses a percentile outside [0, 100]', () => {
    expect(() => scaleMap(map, scaling.shape, { percentile: 101 })).toThrow(/101 is outside/);
  });
});
