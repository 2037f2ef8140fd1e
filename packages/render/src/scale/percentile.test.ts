import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { percentile } from './percentile.ts';

const { percentiles } = JSON.parse(readFileSync(new URL('../fixtures/reference.json', import.meta.url), 'utf8')) as {
  percentiles: { values: number[]; p: number[]; expected: number[] };
};

describe('percentile', () => {
  it('equals numpy.percentile', () => {
    const values = Float64Array.from(percentiles.values);
    const found = percentiles.p.map((p) => percentile(values, p));
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(percentiles.expected[i]!, 14);
    });
    expect([...values]).toEqual(percentiles.values);
  });

  it('of one number is that number', () => {
    expect(percentile(Float32Array.of(7), 99)).toBe(7);
  });

  it.each([-1, 100.5, Number.NaN])('refuses %d', (p) => {
    expect(() => percentile(Float32Array.of(1), p)).toThrow(/outside \[0, 100\]/);
  });

  it('refuses an empty list', () => {
    expect(() => percentile(new Float32Array(0), 50)).toThrow(/empty/);
  });
});
