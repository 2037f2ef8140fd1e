import { describe, expect, it } from 'vitest';
import { fixtures, somePixels, storedBytes, storedImage } from '../testing/fixtures.ts';
import { toLuminance } from './toLuminance.ts';

describe('toLuminance', () => {
  it("equals Pillow's convert('L') on a photo", () => {
    const photo = storedImage(fixtures.images.photo!);
    expect(toLuminance(photo)).toEqual({ ...photo, channels: 1, data: storedBytes(fixtures.luminance.photo) });
  });

  it('keeps grey and returns luminance as it is', () => {
    const grey = Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3));
    const result = toLuminance({ width: 256, height: 1, channels: 3, data: grey });
    expect([...result.data]).toEqual(Array.from({ length: 256 }, (_, i) => i));
    const image = somePixels(3, 2, 1);
    expect(toLuminance(image)).toBe(image);
  });

  it('refuses data that does not fit the sides', () => {
    expect(() => toLuminance({ width: 2, height: 1, channels: 3, data: new Uint8Array(5) })).toThrow(
      '6 bytes, but data has 5',
    );
  });
});
