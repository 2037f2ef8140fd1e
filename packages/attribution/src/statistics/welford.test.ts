import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalNoise } from '../random/normal.ts';
import { createWelford, SampleLengthError } from './welford.ts';

function welfordOf(samples: readonly (Float32Array | Float64Array)[]) {
  const statistic = createWelford(samples[0]!.length);
  for (const sample of samples) statistic.add(sample);
  return statistic;
}

/** Mean and standard error of element i in two passes, as numpy's mean and std(ddof=1) / √n. */
function twoPass(samples: readonly ArrayLike<number>[], i: number): { mean: number; standardError: number } {
  const n = samples.length;
  const mean = samples.reduce((sum, s) => sum + s[i]!, 0) / n;
  const m2 = samples.reduce((sum, s) => sum + (s[i]! - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(m2 / (n * (n - 1))) };
}

describe('createWelford', () => {
  it('gives mean (n+1)/2 and standard error √((n+1)/12) of the numbers 1 … n', () => {
    const n = 60;
    const statistic = welfordOf(Array.from({ length: n }, (_, k) => Float32Array.of(k + 1, -(k + 1), 5)));
    expect(statistic.count).toBe(n);
    expect([...statistic.mean()]).toEqual([30.5, -30.5, 5]);
    // Var = n(n+1)/12, divided by n.
    const expected = Math.sqrt(61 / 12);
    const [up, down, constant] = statistic.standardError();
    expect(up).toBeCloseTo(expected, 6);
    expect(down).toBeCloseTo(expected, 6);
    expect(constant).toBe(0);
  });

  it('agrees with two passes in float64 on any samples', () => {
    const sample = fc.array(fc.float({ min: -1000, max: 1000, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(sample, { minLength: 2, maxLength: 40 }), (rows) => {
        const statistic = welfordOf(rows.map((row) => Float32Array.from(row)));
        for (let i = 0; i < 3; i++) {
          const expected = twoPass(rows, i);
          expect(Math.abs(statistic.meanFloat64()[i]! - expected.mean)).toBeLessThan(1e-10);
          const error = Math.abs(statistic.standardError()[i]! - expected.standardError);
          expect(error).toBeLessThan(1e-7 * expected.standardError + 1e-10);
        }
      }),
    );
  });

  it('resolves a spread of 0.01 on a mean of a million', () => {
    const n = 1000;
    const samples = Array.from({ length: n }, (_, k) => Float64Array.from(normalNoise(3, k, 4), (z) => 1e6 + 0.01 * z));
    const statistic = welfordOf(samples);
    for (let i = 0; i < 4; i++) {
      // The textbook sum of squares is off by more than the answer here: 1e12 × 1000 leaves no digit for 0.1.
      const expected = twoPass(samples, i);
      expect(Math.abs(statistic.standardError()[i]! / expected.standardError - 1)).toBeLessThan(1e-5);
      expect(Math.abs(statistic.meanFloat64()[i]! - expected.mean)).toBeLessThan(1e-8);
    }
  });

  it('does not depend on the order of samples beyond rounding', () => {
    const samples = Array.from({ length: 50 }, (_, k) => normalNoise(4, k, 100));
    const forward = welfordOf(samples);
    const backward = welfordOf(samples.toReversed());
    forward.meanFloat64().forEach((value, i) => {
      expect(Math.abs(value - backward.meanFloat64()[i]!)).toBeLessThan(1e-14);
    });
    expect(forward.relativeStandardError()).toBeCloseTo(backward.relativeStandardError()!, 10);
  });

  it('keeps float64 until the end: the mean of 2^24 and twice 2^24 + 2 is rounded once', () => {
    const statistic = welfordOf([2 ** 24, 2 ** 24 + 2, 2 ** 24 + 2].map((v) => Float32Array.of(v)));
    expect(statistic.meanFloat64()[0]).toBeCloseTo(2 ** 24 + 4 / 3, 6);
    expect(statistic.mean()[0]).toBe(2 ** 24 + 2);
  });

  it('has no mean without a sample and no error of one', () => {
    const statistic = createWelford(1);
    expect(statistic.mean()[0]).toBeNaN();
    expect(statistic.meanFloat64()[0]).toBeNaN();
    statistic.add(Float32Array.of(4));
    expect(statistic.mean()[0]).toBe(4);
    expect(statistic.standardError()[0]).toBeNaN();
    expect(statistic.relativeStandardError()).toBeNull();
  });

  it('gives arrays of its own, which later samples do not change', () => {
    const statistic = welfordOf([Float32Array.of(1), Float32Array.of(3)]);
    const before = statistic.meanFloat64();
    statistic.add(Float32Array.of(50));
    expect(before[0]).toBe(2);
  });

  it('refuses a sample of another length', () => {
    expect(() => createWelford(3).add(Float32Array.of(1, 2))).toThrow(SampleLengthError);
  });
});

describe('relativeStandardError', () => {
  it('follows its closed form', () => {
    // Means 2 and 10, squared errors 1 and 0: √(1 / (104 − 1)).
    const statistic = welfordOf([Float32Array.of(1, 10), Float32Array.of(3, 10)]);
    expect(statistic.relativeStandardError()).toBeCloseTo(Math.sqrt(1 / 103), 12);
  });

  it('is null where noise exceeds the signal, and 0 where nothing varies', () => {
    expect(welfordOf([Float32Array.of(1), Float32Array.of(-1)]).relativeStandardError()).toBeNull();
    expect(welfordOf([Float32Array.of(0), Float32Array.of(2)]).relativeStandardError()).toBeNull();
    expect(welfordOf([Float32Array.of(0), Float32Array.of(0)]).relativeStandardError()).toBeNull();
    expect(welfordOf([Float32Array.of(2), Float32Array.of(2)]).relativeStandardError()).toBe(0);
  });

  it('is null where a sample is not finite', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(welfordOf([Float32Array.of(1, bad), Float32Array.of(2, 1)]).relativeStandardError()).toBeNull();
    }
  });

  it('predicts the distance to the limit within 3 per cent', () => {
    // Limit: every element ±1. Samples: the limit plus noise of standard deviation 3.
    const length = 20_000;
    const limit = Float64Array.from({ length }, (_, i) => (i % 2 ? 1 : -1));
    const statistic = createWelford(length);
    for (let k = 0; k < 5; k++) statistic.add(normalNoise(5, k, length).map((z, i) => limit[i]! + 3 * z));
    const squared = statistic.meanFloat64().reduce((sum, m, i) => sum + (m - limit[i]!) ** 2, 0);
    const distance = Math.sqrt(squared / length);
    expect(Math.abs(statistic.relativeStandardError()! / distance - 1)).toBeLessThan(0.03);
  });
});
