import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixtures, formulaImage, sha256, somePixels, storedBytes, storedImage } from '../testing/fixtures.ts';
import { resize } from './resize.ts';
import { resizeFilters } from './resizeFilters.ts';

describe('resize equals Pillow bit for bit', () => {
  it.each(resizeFilters)('%s: up and down, odd sizes, sides of one pixel, RGB and L', (filter) => {
    const cases = fixtures.resize.filter((entry) => entry.filter === filter);
    expect(cases.length).toBeGreaterThan(20);
    for (const { image, width, height, sha256: expected, data } of cases) {
      const source = storedImage(fixtures.images[image]!);
      const result = resize(source, width, height, filter);
      expect([result.width, result.height, result.channels]).toEqual([width, height, source.channels]);
      if (data !== undefined) expect(result.data, `${image} to ${width}x${height}`).toEqual(storedBytes(data));
      expect(sha256(result.data), `${image} to ${width}x${height}`).toBe(expected);
    }
  });

  it.each(resizeFilters)('%s: pictures of hundreds of pixels', (filter) => {
    const cases = fixtures.largeResize.filter((entry) => entry.filter === filter);
    expect(cases).toHaveLength(8);
    for (const { from, width, height, sha256: expected } of cases) {
      const result = resize(formulaImage(...from), width, height, filter);
      expect(sha256(result.data), `${from.join('x')} to ${width}x${height}`).toBe(expected);
    }
  });
});

const size = fc.integer({ min: 1, max: 40 });

describe('resize', () => {
  it('leaves a constant picture constant', () => {
    fc.assert(
      fc.property(
        fc.record({ from: fc.tuple(size, size), to: fc.tuple(size, size), value: fc.integer({ min: 0, max: 255 }) }),
        fc.constantFrom(...resizeFilters),
        fc.constantFrom<1 | 3>(1, 3),
        ({ from: [width, height], to, value }, filter, channels) => {
          const data = new Uint8Array(width * height * channels).fill(value);
          const result = resize({ width, height, channels, data }, ...to, filter);
          expect(result.data).toEqual(new Uint8Array(to[0] * to[1] * channels).fill(value));
        },
      ),
      { numRuns: 200, seed: 1 },
    );
  });

  it('resizes the channels of a colour picture as three luminance pictures', () => {
    const image = somePixels(19, 13, 3);
    for (const filter of resizeFilters) {
      const colour = resize(image, 8, 31, filter);
      for (const c of [0, 1, 2]) {
        const plane = { ...image, channels: 1 as const, data: image.data.filter((_, i) => i % 3 === c) };
        expect(resize(plane, 8, 31, filter).data).toEqual(colour.data.filter((_, i) => i % 3 === c));
      }
    }
  });

  it('copies a picture that already has the size', () => {
    const image = somePixels(5, 4, 3);
    const result = resize(image, 5, 4, 'lanczos');
    expect(result).toEqual(image);
    expect(result.data).not.toBe(image.data);
  });

  it('takes data that is a view into a larger buffer', () => {
    const { data, ...sides } = somePixels(6, 4, 1);
    const view = new Uint8Array([9, 9, 9, ...data, 9]).subarray(3, 27);
    expect(resize({ ...sides, data: view }, 3, 2, 'box')).toEqual(resize({ ...sides, data }, 3, 2, 'box'));
  });

  it('refuses sizes, data and filters that cannot be', () => {
    const image = somePixels(5, 4, 3);
    expect(() => resize(image, 0, 4, 'box')).toThrow('The width of the resized image is 0');
    expect(() => resize(image, 4, 2.5, 'box')).toThrow('The height of the resized image is 2.5');
    expect(() => resize(image, 60_000, 60_000, 'box')).toThrow('over 2 GiB');
    expect(() => resize({ ...image, data: image.data.subarray(1) }, 2, 2, 'box')).toThrow('60 bytes, but data has 59');
    // @ts-expect-error a filter that does not exist
    expect(() => resize(image, 2, 2, 'cubic')).toThrow('The resize filter is "cubic"; possible are nearest, box');
  });
});
