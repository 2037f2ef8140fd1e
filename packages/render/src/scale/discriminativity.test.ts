import { expect, it } from 'vitest';
import { discriminativity } from './discriminativity.ts';
import { scaleMap } from './scaleMap.ts';

const absolute = (...values: number[]) =>
  scaleMap(Float32Array.from(values), [1, 1, values.length], { percentile: 100 });

it('is the difference of two scaled maps, by hand', () => {
  const map = discriminativity(absolute(4, -2, 0, 1), absolute(1, 5, 0, -10));
  expect(map).toMatchObject({ sign: 'signed', limit: 1, width: 4, height: 1 });
  [1 - 0.1, 0.5 - 0.5, 0, 0.25 - 1].forEach((value, i) => {
    expect(map.data[i]).toBeCloseTo(value, 6);
  });
});

it('of a map of zeros is the other map with its sign', () => {
  expect([...discriminativity(absolute(0, 0), absolute(2, 1)).data]).toEqual([-1, -0.5]);
});

it('refuses signed maps and maps of two sizes', () => {
  const signed = scaleMap(Float32Array.of(1, -1), [1, 1, 2], { sign: 'signed' });
  expect(() => discriminativity(signed, absolute(1, 2))).toThrow(/two absolute maps of one size/);
  expect(() => discriminativity(absolute(1), absolute(1, 2))).toThrow(/two absolute maps of one size/);
});
