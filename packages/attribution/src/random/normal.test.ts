import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NoiseArgumentError, normalNoise } from './normal.ts';

const COUNT = 1_000_000;
const million = normalNoise(1, 0, COUNT);

/** Mean of x^power. */
function moment(values: Float32Array, power: number): number {
  let sum = 0;
  for (const x of values) sum += x ** power;
  return sum / values.length;
}

/** Σxy/n of numbers whose mean is 0 and variance 1. */
function correlation(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum / a.length;
}

/** Φ(x) = ½ + φ(x) · (x + x³/3 + x⁵/(3·5) + …), from repeated integration by parts. */
function normalCdf(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-16 * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
}

function fnv1a(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

// 4.5 standard errors of each statistic; the numbers are fixed by the seed, so this cannot fail by chance.
const SPREAD = 4.5 / Math.sqrt(COUNT);

describe('the distribution of normalNoise', () => {
  it('has the moments of the standard normal', () => {
    expect(Math.abs(moment(million, 1))).toBeLessThan(SPREAD);
    expect(Math.abs(moment(million, 2) - 1)).toBeLessThan(SPREAD * Math.sqrt(2));
    expect(Math.abs(moment(million, 3))).toBeLessThan(SPREAD * Math.sqrt(15));
    expect(Math.abs(moment(million, 4) - 3)).toBeLessThan(SPREAD * Math.sqrt(96));
  });

  it('passes the Kolmogorov-Smirnov test', () => {
    const sorted = million.slice().sort();
    let distance = 0;
    sorted.forEach((x, i) => {
      const cdf = normalCdf(x);
      distance = Math.max(distance, cdf - i / COUNT, (i + 1) / COUNT - cdf);
    });
    // 1.95: a true standard normal stays below it with probability 0.999.
    expect(distance * Math.sqrt(COUNT)).toBeLessThan(1.95);
  });

  it.each([1, 2, 3, 4, 224, 4096])('does not correlate with itself %i elements on', (lag) => {
    expect(Math.abs(correlation(million.subarray(lag), million.subarray(0, COUNT - lag)))).toBeLessThan(SPREAD * 1.01);
  });

  it('does not correlate in size within a pair', () => {
    const squares = million.map((x) => (x * x - 1) / Math.SQRT2);
    expect(Math.abs(correlation(squares.subarray(1), squares.subarray(0, COUNT - 1)))).toBeLessThan(SPREAD * 1.01);
  });

  it.each([
    ['sample', 1, 1],
    ['seed', 2, 0],
    ['seed 2^32 further', 1 + 2 ** 32, 0],
    ['sample 2^32 further', 1, 2 ** 32],
    ['seed and sample exchanged', 0, 1],
  ])('does not correlate with the next %s', (_, seed, sample) => {
    expect(Math.abs(correlation(million, normalNoise(seed, sample, COUNT)))).toBeLessThan(SPREAD);
  });
});

describe('normalNoise', () => {
  // Philox4x32-10 and Box-Muller in Python (integers of any size, the math module), 9 decimals.
  it.each([
    [
      [0, 0, 0],
      [0.991137679, -0.924662588, -0.61760896, -0.482068587, -0.15363823, 0.180825898, 0.831735105, 0.197439719],
    ],
    [
      [42, 7, 150524],
      [1.424594118, -0.724533811, -0.319586791, -0.801917604, 0.755157708, 0.847718588, 0.670523122, 0.538731573],
    ],
    [
      [2 ** 53 - 1, 2 ** 40 + 3, 2 ** 34 + 2],
      [1.627807161, -1.361412964, 0.801260619, 0.25763342, -1.356401338, 0.07911753, 0.657922597, 0.742167208],
    ],
  ])('agrees with an independent implementation at (seed, sample, offset) = %j', ([seed, sample, offset], expected) => {
    const noise = normalNoise(seed!, sample!, expected.length, { offset: offset! });
    noise.forEach((z, i) => {
      expect(Math.abs(z - expected[i]!)).toBeLessThan(1.3e-7);
    });
  });

  it('keeps its stream from version to version', () => {
    // Published maps name only a seed, so the numbers behind it must never change. The hash was computed by the Python
    // implementation above, rounded to float32, and this one gives the same: not one bit in 4096 numbers differs.
    const noise = normalNoise(0, 0, 4096);
    expect(fnv1a(new Uint8Array(noise.buffer))).toBe(0x762d0e8d);
  });

  it('gives any slice as the same part of the whole, bit for bit', () => {
    const index = fc.integer({ min: 0, max: 9000 });
    fc.assert(
      fc.property(fc.nat(), fc.nat(), index, index, (seed, sample, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const whole = normalNoise(seed, sample, 9000);
        const slice = normalNoise(seed, sample, to - from, { offset: from });
        expect(slice).toEqual(whole.slice(from, to));
      }),
    );
  });

  it('returns an array of its own length and buffer', () => {
    for (const [length, offset] of [
      [0, 0],
      [0, 3],
      [1, 0],
      [5, 2],
      [4, 4],
    ] as const) {
      const noise = normalNoise(0, 0, length, { offset });
      expect([noise.length, noise.byteOffset, noise.buffer.byteLength]).toEqual([length, 0, 4 * length]);
    }
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    'refuses %d as a seed, sample, length or offset',
    (bad) => {
      expect(() => normalNoise(bad, 0, 4)).toThrow(NoiseArgumentError);
      expect(() => normalNoise(0, bad, 4)).toThrow(NoiseArgumentError);
      expect(() => normalNoise(0, 0, bad)).toThrow(NoiseArgumentError);
      expect(() => normalNoise(0, 0, 4, { offset: bad })).toThrow(/the offset is/);
    },
  );

  it('refuses a range that ends past the last safe integer', () => {
    expect(() => normalNoise(0, 0, 4, { offset: 2 ** 53 - 3 })).toThrow(/offset \+ length/);
  });
});
