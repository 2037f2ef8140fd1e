import { describe, expect, it } from 'vitest';
import { gaussianBlur } from './gaussianBlur.ts';

const picture = [0, 1, 0.5, 0.25, 0, 1, 0, 0, 0.125, 0.75, 0, 0.5, 1, 0, 0.25];

/** scipy 1.17.1: `gaussian_filter(picture, sigma, mode='nearest')`. */
const scipy = new Map([
  [
    0.8,
    [
      0.353509369, 0.531930816, 0.429959378, 0.259380876, 0.190818824, 0.467813692, 0.401272214, 0.322786724,
      0.26609279, 0.364158281, 0.278404043, 0.42975258, 0.490803081, 0.289330226, 0.293317953,
    ],
  ],
  [
    2.3,
    [
      0.2942951, 0.320431642, 0.321076487, 0.297257312, 0.261206083, 0.297132815, 0.323785282, 0.329022591, 0.313346358,
      0.287125064, 0.286882683, 0.319310851, 0.331754203, 0.323572014, 0.304142106,
    ],
  ],
]);

describe('gaussianBlur', () => {
  it.each([0.8, 2.3])('σ = %d, against scipy, each plane by itself', (sigma) => {
    const planes = Float32Array.from([...picture, ...picture.map((value) => 1 - value)]);
    const blurred = gaussianBlur(planes, { channels: 2, height: 3, width: 5 }, sigma);
    expect(blurred).toHaveLength(30);
    scipy.get(sigma)!.forEach((expected, i) => {
      expect(Math.abs(blurred[i]! - expected), `pixel ${i}`).toBeLessThan(1e-7);
      expect(Math.abs(blurred[15 + i]! - (1 - expected)), `pixel ${i} of the second plane`).toBeLessThan(1e-7);
    });
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses σ = %d', (sigma) => {
    expect(() => gaussianBlur(new Float32Array(4), { channels: 1, height: 2, width: 2 }, sigma)).toThrow('above 0');
  });
});
