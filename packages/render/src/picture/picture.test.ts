import { describe, expect, it } from 'vitest';
import { createCanvas, paste } from './canvas.ts';
import { enlarge } from './enlarge.ts';
import { toRgb } from './toRgb.ts';

describe('pictures', () => {
  it('createCanvas fills with one colour', () => {
    const canvas = createCanvas(2, 1, [1, 2, 3]);
    expect([...canvas.data]).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it('paste puts the upper left corner at (x, y)', () => {
    const canvas = createCanvas(3, 2, [0, 0, 0]);
    paste(canvas, 1, 1, { width: 2, height: 1, channels: 3, data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
    expect([...canvas.data]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6]);
  });

  it('toRgb repeats luminance', () => {
    const rgb = toRgb({ width: 2, height: 1, channels: 1, data: Uint8Array.of(7, 200) });
    expect(rgb).toEqual({ width: 2, height: 1, channels: 3, data: Uint8Array.of(7, 7, 7, 200, 200, 200) });
    expect(toRgb(rgb)).toBe(rgb);
  });

  it('enlarge makes squares of pixels', () => {
    const picture = { width: 2, height: 1, channels: 3 as const, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
    const row = [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6];
    expect(enlarge(picture, 2)).toEqual({ width: 4, height: 2, channels: 3, data: Uint8Array.from([...row, ...row]) });
    expect(enlarge(picture, 1)).toBe(picture);
  });
});
