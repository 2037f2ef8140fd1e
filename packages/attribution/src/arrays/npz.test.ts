import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { encodeNpy, InvalidNpyError, type NpyArray } from './npy.ts';
import { decodeNpz, encodeNpz, InvalidNpzError } from './npz.ts';

const fixtures: Record<string, string> = JSON.parse(
  readFileSync(new URL('./fixtures/numpy.json', import.meta.url), 'utf8'),
);
const numpy = (name: string): Uint8Array => new Uint8Array(Buffer.from(fixtures[name]!, 'base64'));

const arrays = {
  map: { shape: [2, 3], data: Float32Array.of(1.5, -2, 3, 0.1, Number.POSITIVE_INFINITY, -0) },
  target: { shape: [], data: BigInt64Array.of(282n) },
};
const decoded = { map: { ...arrays.map, dtype: 'float32' }, target: { ...arrays.target, dtype: 'int64' } };

describe('decodeNpz', () => {
  it('reads numpy.savez', () => {
    expect(decodeNpz(numpy('savez'))).toEqual(decoded);
  });

  it('reads numpy.savez_compressed', () => {
    expect(decodeNpz(numpy('savez_compressed'))).toEqual({
      zeros: { dtype: 'float32', shape: [20, 20], data: new Float32Array(400) },
      name: { dtype: 'string', shape: [], data: ['a b'] },
    });
  });

  it('ignores entries that are no arrays, and reads an empty archive', () => {
    const archive = zipSync({ 'readme.txt': strToU8('hello'), 'x.npy': encodeNpy(arrays.map) });
    expect(Object.keys(decodeNpz(archive))).toEqual(['x']);
    expect(decodeNpz(encodeNpz({}))).toEqual({});
  });

  it('takes a name of the language as a name', () => {
    const archive = encodeNpz(Object.fromEntries([['__proto__', arrays.map]]));
    expect(Object.keys(decodeNpz(archive))).toEqual(['__proto__']);
  });
});

describe('encodeNpz', () => {
  it.each([false, true])('writes what decodeNpz reads, compress: %s', (compress) => {
    expect(decodeNpz(encodeNpz(arrays, { compress }))).toEqual(decoded);
  });

  it('deflates on request only', () => {
    const zeros = { zeros: { shape: [10_000], data: new Float32Array(10_000) } };
    expect(encodeNpz(zeros).length).toBeGreaterThan(40_000);
    expect(encodeNpz(zeros, { compress: true }).length).toBeLessThan(1000);
  });

  it('gives the same bytes at any time: the date in the archive is 1 January 1980', () => {
    const archive = encodeNpz(arrays);
    // Local file header, bytes 10-13: time 0, date 1980-01-01 = (0 << 9) | (1 << 5) | 1.
    expect([...archive.subarray(10, 14)]).toEqual([0, 0, 0x21, 0]);
  });
});

describe('decodeNpz refuses', () => {
  it.each([
    ['nothing', new Uint8Array(0)],
    ['bytes that are no archive', new Uint8Array(200).fill(1)],
    ['a bare .npy file', encodeNpy(arrays.map)],
  ])('%s', (_, bytes) => {
    expect(() => decodeNpz(bytes)).toThrow(InvalidNpzError);
  });

  it('every truncation of an archive', () => {
    const whole = numpy('savez_compressed');
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeNpz(whole.subarray(0, length))).toThrow(InvalidNpzError);
    }
  });

  it('any damaged byte either not at all or with its own error', () => {
    const whole = numpy('savez_compressed');
    for (let at = 0; at < whole.length; at++) {
      for (const value of [0, 0x7f, 0xff]) {
        const damaged = whole.slice();
        damaged[at] = value;
        let failure: unknown;
        try {
          decodeNpz(damaged);
        } catch (error) {
          failure = error;
        }
        if (failure !== undefined) expect(failure).toBeInstanceOf(InvalidNpzError);
      }
    }
    expect.hasAssertions();
  });

  it('an array it cannot read, by the name of the entry', () => {
    const archive = zipSync({ 'mask.npy': numpy('complex') });
    expect(() => decodeNpz(archive)).toThrow(/Entry mask\.npy.*"<c8"/);
    try {
      decodeNpz(archive);
    } catch (error) {
      expect((error as Error).cause).toBeInstanceOf(InvalidNpyError);
    }
  });

  it('an archive that unpacks beyond the limit', () => {
    const bomb = encodeNpz({ zeros: { shape: [1_000_000], data: new Float32Array(1_000_000) } }, { compress: true });
    expect(bomb.length).toBeLessThan(10_000);
    expect(() => decodeNpz(bomb, { maxBytes: 3_999_999 })).toThrow(/more than 3999999 bytes/);
    expect(decodeNpz(bomb, { maxBytes: 4_100_000 }).zeros?.shape).toEqual([1_000_000]);
  });

  it('a claimed size that no deflate stream of this length can have', () => {
    const archive = encodeNpz(arrays, { compress: true });
    // Unpacked size of the first entry in the central directory: 24 bytes behind its signature.
    const directory = Buffer.from(archive).indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    new DataView(archive.buffer).setUint32(directory + 24, 900_000_000, true);
    expect(() => decodeNpz(archive)).toThrow(/claims 900000000 bytes/);
  });
});

const shared = process.env.SMOOTHGRAD_SHARED ?? fileURLToPath(new URL('../../../../../shared/', import.meta.url));
const golden = join(shared, 'golden');

// Number of arrays, target, gradient[0, 1, 100, 120] and Σgradient² in float64, as numpy reads them.
describe.skipIf(!existsSync(golden))(`golden archives (skipped unless SMOOTHGRAD_SHARED has golden/)`, () => {
  it.each<[string, number, number, number, number]>([
    ['efficientnet-lite0.npz', 11, 347, 0.027572598308324814, 280.57408770425593],
    ['inception-v3-nsfw.npz', 13, 2, 0.014028025791049004, 563.1193683784714],
    ['mobilenet-v1.npz', 11, 768, 0.01200028881430626, 460.6380505103827],
    ['mobilenet-v2.npz', 11, 236, 0.04508764669299126, 312.2817614833475],
    ['squeezenet-1.1.npz', 14, 30, -0.0005175747792236507, 0.026994737686251203],
    ['tiny-darknet.npz', 12, 25, 0.18976248800754547, 3457.878732348695],
    ['vit-tiny.npz', 10, 258, 0.0481291264295578, 99.85634749147326],
  ])('%s holds what numpy reads', (file, count, target, element, energy) => {
    const entries = decodeNpz(new Uint8Array(readFileSync(join(golden, file))));
    expect(Object.keys(entries)).toHaveLength(count);
    expect(entries.target?.data[0]).toBe(BigInt(target));
    expect(entries.noise_rng?.data[0]).toMatch(/^numpy default_rng\(7\)/);
    const { shape, data } = entries.gradient as NpyArray & { dtype: 'float32' };
    const [, , height, width] = shape as readonly [number, number, number, number];
    expect(data[(1 * height + 100) * width + 120]).toBe(element);
    expect(data.reduce((sum, value) => sum + value * value, 0) / energy).toBeCloseTo(1, 10);
  });
});
