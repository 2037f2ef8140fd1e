import { describe, expect, it } from 'vitest';
import { centreCrop } from './centreCrop.ts';
import type { PixelImage } from './pixelImage.ts';

/** A row of pixels 1, 2, 3, ... or a column of them. */
function ramp(width: number, height: number): PixelImage {
  return { width, height, channels: 1, data: Uint8Array.from({ length: width * height }, (_, i) => i + 1) };
}

describe('centreCrop', () => {
  it.each([
    // Offsets floor((n - crop) / 2), also where that is negative: Hugging Face's center_crop.
    [5, 3, [2, 3, 4]],
    [6, 3, [2, 3, 4]],
    [5, 2, [2, 3]],
    [3, 5, [0, 1, 2, 3, 0]],
    [2, 5, [0, 0, 1, 2, 0]],
    [4, 4, [1, 2, 3, 4]],
  ])('crops %i pixels to %i', (length, crop, expected) => {
    expect([...centreCrop(ramp(length, 1), crop, 1).data]).toEqual(expected);
    expect([...centreCrop(ramp(1, length), 1, crop).data]).toEqual(expected);
  });

  it.each([
    // torchvision: int(round((n - crop) / 2)) in Python, which rounds half to even; padding (crop - n) // 2 first.
    [6, 3, [3, 4, 5]],
    [5, 2, [3, 4]],
    [4, 3, [1, 2, 3]],
    [8, 3, [3, 4, 5]],
    [5, 3, [2, 3, 4]],
    [2, 5, [0, 1, 2, 0, 0]],
    [3, 5, [0, 1, 2, 3, 0]],
  ])('crops %i pixels to %i as torchvision', (length, crop, expected) => {
    expect([...centreCrop(ramp(length, 1), crop, 1, 'half-even').data]).toEqual(expected);
    expect([...centreCrop(ramp(1, length), 1, crop, 'half-even').data]).toEqual(expected);
  });

  it('keeps the channels of a pixel together, cropping one side and padding the other', () => {
    const data = Uint8Array.from({ length: 18 }, (_, i) => i + 1);
    const result = centreCrop({ width: 3, height: 2, channels: 3, data }, 1, 4);
    expect(result).toEqual({
      width: 1,
      height: 4,
      channels: 3,
      data: Uint8Array.of(0, 0, 0, 4, 5, 6, 13, 14, 15, 0, 0, 0),
    });
  });

  it('refuses a crop that is no size', () => {
    expect(() => centreCrop(ramp(3, 3), 2, -1)).toThrow('The height of the crop is -1');
  });
});
