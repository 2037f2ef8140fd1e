import { describe, expect, it } from 'vitest';
import { colormaps } from '../colormaps/index.ts';
import { scaleMap } from '../scale/scaleMap.ts';
import { topPixels } from './contour.ts';
import { layouts } from './index.ts';
import type { LayoutInput } from './layout.ts';

const [width, height] = [64, 64];
/** A bright square of 16 × 16 in a dark map: 6.25 % of the pixels. */
const square = Float32Array.from({ length: width * height }, (_, i) => {
  const [x, y] = [i % width, Math.floor(i / width)];
  return x >= 24 && x < 40 && y >= 24 && y < 40 ? 1 : 0;
});
const scaled = scaleMap(square, [1, height, width]);
const photo = { width, height, channels: 3 as const, data: new Uint8Array(3 * width * height).fill(120) };
const input: LayoutInput = { photo, scaled, colormap: colormaps.grey, caption: [] };

describe('the top pixels', () => {
  it('are those asked for, where the map is large', () => {
    const inside = topPixels(scaled, 5);
    const count = inside.reduce((sum, value) => sum + value, 0);
    expect(Math.abs(count / inside.length - 0.05)).toBeLessThan(0.015);
    inside.forEach((value, i) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      if (value === 1) expect(x >= 23 && x < 41 && y >= 23 && y < 41).toBe(true);
    });
    expect(inside[32 * width + 32]).toBe(1);
  });

  it('of a map of zeros are none', () => {
    const zeros = scaleMap(new Float32Array(width * height), [1, height, width]);
    expect(topPixels(zeros, 5).some(Boolean)).toBe(false);
  });
});

describe('contour', () => {
  it('changes the photo at the border of the region only, in white and black', () => {
    const drawn = layouts.contour.compose(input);
    const plain = layouts.contour.compose({
      ...input,
      scaled: scaleMap(new Float32Array(width * height), [1, height, width]),
    });
    const changed = [...drawn.data].flatMap((value, i) => (value === plain.data[i] ? [] : [value]));
    expect(new Set(changed)).toEqual(new Set([0, 255]));
    // A ring around the square, enlarged eight times, two pixels wide: about 4 · 17 · 2 pixels of 3 · 64 bytes.
    expect(changed.length / (3 * 64)).toBeGreaterThan(80);
    expect(changed.length / (3 * 64)).toBeLessThan(220);
  });

  it('refuses a share that is none, and a missing photo', () => {
    expect(() => layouts.contour.compose({ ...input, top: 0 })).toThrow(/top 0 %/);
    expect(() => layouts.contour.compose({ ...input, photo: undefined })).toThrow(/contour needs a photo/);
  });
});

describe('mask', () => {
  it('is the photo times the scaled magnitude', () => {
    const drawn = layouts.mask.compose(input);
    const counts = new Map<number, number>();
    for (const value of drawn.data) counts.set(value, (counts.get(value) ?? 0) + 1);
    // 16 × 16 pixels keep their 120; the rest of the 64 × 64 is black; each is 8 × 8 pixels of three bytes.
    expect(counts.get(120)).toBe(16 * 16 * 64 * 3);
    expect(counts.get(0)).toBe((64 * 64 - 16 * 16) * 64 * 3);
  });
});
