import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillPhiloxBlocks, type PhiloxCounter, type PhiloxKey, philox4x32 } from './philox.ts';

const word = fc.integer({ min: 0, max: 0xffffffff });

/** The same definition written with integers of any size: no split products to get wrong. */
function philoxByBigInt(counter: PhiloxCounter, key: PhiloxKey): number[] {
  let [c0, c1, c2, c3] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  let [k0, k1] = key.map(BigInt) as [bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const p0 = 0xd2511f53n * c0;
    const p1 = 0xcd9e8d57n * c2;
    [c0, c1, c2, c3] = [(p1 >> 32n) ^ c1 ^ k0, p1 & 0xffffffffn, (p0 >> 32n) ^ c3 ^ k1, p0 & 0xffffffffn];
    k0 = (k0 + 0x9e3779b9n) & 0xffffffffn;
    k1 = (k1 + 0xbb67ae85n) & 0xffffffffn;
  }
  return [c0, c1, c2, c3].map(Number);
}

describe('philox4x32', () => {
  it.each<[PhiloxCounter, PhiloxKey, number[]]>([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])('gives the known answer of Random123 for counter %j, key %j', (counter, key, answer) => {
    expect([...philox4x32(counter, key)]).toEqual(answer);
  });

  it('agrees with exact integer arithmetic on any counter and key', () => {
    fc.assert(
      fc.property(fc.tuple(word, word, word, word), fc.tuple(word, word), (counter, key) => {
        expect([...philox4x32(counter, key)]).toEqual(philoxByBigInt(counter, key));
      }),
      { numRuns: 500 },
    );
  });

  it('writes into a given array and no further than four words', () => {
    const out = new Uint32Array(6).fill(7);
    expect(philox4x32([0, 0, 0, 0], [0, 0], out)).toBe(out);
    expect([...out]).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8, 7, 7]);
  });
});

describe('fillPhiloxBlocks', () => {
  it('carries from word 0 into word 1 of the counter', () => {
    const out = new Uint32Array(8);
    fillPhiloxBlocks(out, [0xffffffff, 5, 6, 7], [8, 9]);
    expect([...out]).toEqual([
      ...philoxByBigInt([0xffffffff, 5, 6, 7], [8, 9]),
      ...philoxByBigInt([0, 6, 6, 7], [8, 9]),
    ]);
  });

  it('gives each block what philox4x32 gives for its counter', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 9 }), (c1, k0, blocks) => {
        const out = new Uint32Array(blocks * 4);
        fillPhiloxBlocks(out, [3, c1, 1, 2], [k0, 0]);
        for (let b = 0; b < blocks; b++) {
          expect([...out.subarray(4 * b, 4 * b + 4)]).toEqual([...philox4x32([3 + b, c1, 1, 2], [k0, 0])]);
        }
      }),
    );
  });

  it('leaves a remainder of fewer than four words untouched', () => {
    const out = new Uint32Array(7);
    fillPhiloxBlocks(out, [0, 0, 0, 0], [0, 0]);
    expect([...out.subarray(3)]).toEqual([0x9b00dbd8, 0, 0, 0]);
  });
});
