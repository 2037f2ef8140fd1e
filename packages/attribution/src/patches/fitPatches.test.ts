import type { PixelImage, TensorSpec } from '@smoothgrad/image';
import { describe, expect, it } from 'vitest';
import { uniformNumbers } from '../random/uniform.ts';
import { PatchError } from './errors.ts';
import { fitPatches } from './fitPatches.ts';

const spec: TensorSpec = { layout: 'NCHW', channels: 'RGB', height: 60, width: 60 };
const options = { size: 3, count: 10_000, seed: 4 };
const imageOf = (pixel: (row: number, column: number, channel: number) => number): PixelImage => ({
  width: 60,
  height: 60,
  channels: 3,
  data: Uint8Array.from({ length: 60 * 60 * 3 }, (_, i) => pixel(Math.floor(i / 180), Math.floor(i / 3) % 60, i % 3)),
});

/** Independent pixels, uniform on 0 … 255; blue is what green is. */
function white(draw: number): PixelImage {
  const numbers = uniformNumbers(60 * 60 * 3, { stream: 1, seed: 0, draw });
  return imageOf((row, column, channel) => Math.floor(numbers[(row * 60 + column) * 3 + Math.min(channel, 1)]! * 256));
}

describe('fitPatches', () => {
  it('finds mean and covariance of photos whose pixels are independent, [C,H,W] in RGB order', () => {
    const { mean, covariance, shrinkage } = fitPatches([white(0), white(1), white(2)], spec, options);
    expect(mean).toHaveLength(27);
    const variance = (256 ** 2 - 1) / 12 / 255 ** 2;
    // 10,800 pixels of each channel: 4 standard errors are 0.011 of the mean, 4 % of a variance, 4 % of a covariance.
    mean.forEach((value) => {
      expect(Math.abs(value - 0.5)).toBeLessThan(0.015);
    });
    expect(shrinkage).toBeLessThan(0.02);
    for (let i = 0; i < 27; i++) {
      for (let k = 0; k < 27; k++) {
        const isSame = i === k || (i >= 9 && k >= 9 && i % 9 === k % 9);
        expect(Math.abs(covariance[i * 27 + k]! / variance - (isSame ? 1 : 0)), `${i}, ${k}`).toBeLessThan(0.08);
      }
    }
  });

  it('photos are brought to the size of the input', () => {
    // Columns of 0 and 255 in turn, twice as large: bilinear halves them to grey.
    const stripes: PixelImage = {
      width: 120,
      height: 120,
      channels: 1,
      data: Uint8Array.from({ length: 120 * 120 }, (_, i) => (i < 7200 ? 255 * (i % 2) : 100)),
    };
    const { mean } = fitPatches([stripes], { ...spec, channels: 'L' }, { ...options, size: 1 });
    expect(mean).toHaveLength(1);
    expect(mean[0]).toBeCloseTo((127.5 + 100) / 2 / 255, 1);
  });

  it('the same seed finds the same, another one something else', () => {
    const photos = [white(3)];
    const of = (seed: number) => [...fitPatches(photos, spec, { ...options, count: 50, seed }).mean];
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });

  it('refuses to learn from nothing', () => {
    expect(() => fitPatches([], spec, options)).toThrow(PatchError);
    expect(() => fitPatches([imageOf(() => 7)], spec, options)).toThrow('of one colour');
  });
});
