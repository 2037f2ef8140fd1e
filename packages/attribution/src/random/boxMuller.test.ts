import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxMuller } from './boxMuller.ts';

function transform(...words: number[]): number[] {
  const out = new Float32Array(words.length);
  boxMuller(Uint32Array.from(words), out);
  return [...out];
}

/** The formula with the library functions of the engine. */
function byMath(u: number, v: number): [number, number] {
  const radius = Math.sqrt(-2 * Math.log((u + 0.5) / 2 ** 32));
  const angle = (2 * Math.PI * v) / 2 ** 32;
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

describe('boxMuller', () => {
  const word = fc.oneof(
    fc.integer({ min: 0, max: 0xffffffff }),
    fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff),
  );

  it('agrees with Math.log, Math.cos and Math.sin to the resolution of float32', () => {
    fc.assert(
      fc.property(word, word, (u, v) => {
        const expected = byMath(u, v);
        transform(u, v).forEach((z, i) => {
          // 2⁻²⁴ relative is the rounding to float32; 1e-14 covers float64 rounding of 2πv itself near a zero of cos or sin.
          expect(Math.abs(z - expected[i]!)).toBeLessThanOrEqual(2 ** -24 * Math.abs(z) + 1e-14);
        });
      }),
      { numRuns: 20_000 },
    );
  });

  it('gives finite numbers at both ends of the uniform numbers', () => {
    // u = 0: U = 2⁻³³, radius √(66 ln 2); u = 2³² − 1: U = 1 − 2⁻³³, radius √(2 · 2⁻³³).
    expect(transform(0, 0)).toEqual([Math.fround(Math.sqrt(66 * Math.LN2)), 0]);
    expect(transform(0xffffffff, 0)).toEqual([Math.fround(2 ** -16), 0]);
  });

  it('turns by a quarter, a half and three quarters', () => {
    const r = Math.sqrt(66 * Math.LN2);
    const turns = [0x40000000, 0x80000000, 0xc0000000].map((v) => transform(0, v));
    const expected = [
      [0, r],
      [-r, 0],
      [0, -r],
    ];
    turns.flat().forEach((z, i) => {
      expect(z).toBeCloseTo(expected.flat()[i]!, 6);
    });
  });

  it('writes from the given index on', () => {
    const out = new Float32Array(6).fill(9);
    boxMuller(Uint32Array.of(0, 0, 0, 0), out, 1);
    const r = Math.fround(Math.sqrt(66 * Math.LN2));
    expect([...out]).toEqual([9, r, 0, r, 0, 9]);
  });
});
