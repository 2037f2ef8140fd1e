import { describe, expect, it } from 'vitest';
import { multiplyByImage } from './multiplyByImage.ts';

describe('multiplyByImage', () => {
  it('multiplies channel by channel; black never shows', () => {
    const product = multiplyByImage(Float32Array.of(2, -4, 8), Float32Array.of(0.5, 0.25, 0));
    expect([...product]).toEqual([1, -1, 0]);
  });

  it('refuses another size', () => {
    expect(() => multiplyByImage(new Float32Array(3), new Float32Array(1))).toThrow(/map of 3 .* photo of 1/);
  });

  it.each([-0.1, 1.5, Number.NaN])('refuses the pixel %d', (pixel) => {
    expect(() => multiplyByImage(Float32Array.of(1), Float32Array.of(pixel))).toThrow(/outside \[0, 1\]/);
  });
});
