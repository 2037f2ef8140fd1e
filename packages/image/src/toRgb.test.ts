import { describe, expect, it } from 'vitest';
import { fixtures, sha256, storedBytes, storedImage } from '../testing/fixtures.ts';
import { toRgb } from './toRgb.ts';

describe('toRgb', () => {
  it('applies all eight EXIF orientations as Pillow exif_transpose', () => {
    const stored = storedImage(fixtures.orientation.image);
    expect(fixtures.orientation.cases.map((entry) => entry.orientation)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    for (const { orientation, ...expected } of fixtures.orientation.cases) {
      expect(toRgb({ ...stored, orientation }), `orientation ${orientation}`).toEqual(storedImage(expected));
    }
  });

  it('takes an undefined orientation (0, 9, NaN) as stored', () => {
    const stored = storedImage(fixtures.orientation.image);
    for (const orientation of [0, 9, Number.NaN]) expect(toRgb({ ...stored, orientation })).toEqual(stored);
  });

  it('composites every value at every alpha over white as Pillow alpha_composite', () => {
    const rgba = new Uint8Array(256 * 256 * 4);
    const grey = new Uint8Array(256 * 256 * 2);
    for (let value = 0; value < 256; value++) {
      for (let alpha = 0; alpha < 256; alpha++) {
        rgba.set([value, value, value, alpha], (value * 256 + alpha) * 4);
        grey.set([value, alpha], (value * 256 + alpha) * 2);
      }
    }
    const sides = { width: 256, height: 256 };
    const result = toRgb({ ...sides, channels: 4, data: rgba });
    const red = result.data.filter((_, i) => i % 3 === 0);
    const every17 = red.filter((_, i) => Math.floor(i / 256) % 17 === 0 && (i % 256) % 17 === 0);
    expect(every17).toEqual(storedBytes(fixtures.alpha.every17));
    expect(sha256(red)).toBe(fixtures.alpha.sha256);
    expect(toRgb({ ...sides, channels: 2, data: grey })).toEqual(result);
  });

  it('keeps the high byte of 16-bit samples', () => {
    const data = Uint16Array.of(0x0000, 0x00ff, 0x80ff, 0xffff, 0x1234, 0xfeff);
    expect([...toRgb({ width: 2, height: 1, channels: 3, data }).data]).toEqual([0x00, 0x00, 0x80, 0xff, 0x12, 0xfe]);
    const half = Uint16Array.of(0x0000, 0x8000);
    expect([...toRgb({ width: 1, height: 1, channels: 2, data: half }).data]).toEqual([127, 127, 127]);
  });

  it('repeats grey in three channels', () => {
    const result = toRgb({ width: 2, height: 1, channels: 1, data: Uint8Array.of(7, 200) });
    expect(result).toEqual({ width: 2, height: 1, channels: 3, data: Uint8Array.of(7, 7, 7, 200, 200, 200) });
  });

  it('refuses data that does not fit the sides', () => {
    expect(() => toRgb({ width: 2, height: 2, channels: 3, data: new Uint8Array(11) })).toThrow(
      'The decoded image is 2x2 with 3 channels, so 12 samples, but data has 11.',
    );
    expect(() => toRgb({ width: 0, height: 2, channels: 3, data: new Uint8Array(0) })).toThrow(
      'The width of the decoded',
    );
    // @ts-expect-error no such picture
    expect(() => toRgb({ width: 1, height: 1, channels: 5, data: new Uint8Array(5) })).toThrow('has 5 channels');
  });
});
