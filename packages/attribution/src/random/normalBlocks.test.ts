import { describe, expect, it } from 'vitest';
import { fillByKernel, fillByScript, fillNormalBlocks, type Stretch } from './normalBlocks.ts';
import { normalKernel } from './normalKernel.ts';
import { instantiate } from './wasmModule.ts';

const bits = (values: Float32Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);

function made(fill: (out: Float32Array, stretch: Stretch) => unknown, blocks: number, stretch: Stretch): Float32Array {
  const out = new Float32Array(4 * blocks).fill(Number.NaN);
  fill(out, stretch);
  return out;
}

describe('the kernel', () => {
  it('is there', () => {
    expect(normalKernel()).toBeDefined();
    expect(made(fillByKernel, 5, { seed: 1, sample: 2, first: 3 }).every(Number.isFinite)).toBe(true);
  });

  it.each([0, 1, 2, 3, 4, 5, 7, 8, 63, 4095, 4096, 4097, 9001])('gives the bits of the script: %i blocks', (blocks) => {
    for (const [seed, sample, first] of [
      [0, 0, 0],
      [1, 2, 3],
      [2 ** 53 - 1, 2 ** 53 - 1, 12_345],
      [2 ** 32 - 1, 2 ** 32, 2 ** 32 - 20_000],
      [987_654_321, 49, 5 * 2 ** 32 + 17],
    ] as const) {
      const stretch = { seed, sample, first };
      expect(bits(made(fillByKernel, blocks, stretch)).equals(bits(made(fillByScript, blocks, stretch)))).toBe(true);
    }
  });

  it('gives them for two million numbers', () => {
    for (let sample = 0; sample < 16; sample++) {
      const stretch = { seed: 7919 * sample, sample, first: 1_000_003 * sample };
      expect(bits(made(fillByKernel, 32_768, stretch)).equals(bits(made(fillByScript, 32_768, stretch)))).toBe(true);
    }
  });
});

it('is not asked where the count of blocks passes 32 bits', () => {
  const stretch = { seed: 3, sample: 5, first: 2 ** 32 - 2 };
  const expected = made(fillByScript, 16, stretch);
  expect(bits(made(fillNormalBlocks, 16, stretch)).equals(bits(expected))).toBe(true);
  // The carry: what a counter of 32 bits would give is something else.
  expect(bits(expected.slice(8)).equals(bits(made(fillByScript, 14, { ...stretch, first: 0 })))).toBe(false);
});

it('a module the runtime does not take is no error', () => {
  expect(instantiate(Uint8Array.of(0, 1, 2, 3))).toBeUndefined();
});
