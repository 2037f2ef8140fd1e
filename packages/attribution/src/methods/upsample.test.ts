import { describe, expect, it } from 'vitest';
import { upsample } from './upsample.ts';

describe('bilinear, as torch.nn.functional.interpolate(align_corners=False)', () => {
  // The example in PyTorch's documentation of nn.Upsample.
  it('[[1, 2], [3, 4]] to 4 × 4', () => {
    const found = upsample([1, 2, 3, 4], { height: 2, width: 2 }, { height: 4, width: 4 });
    expect([...found]).toEqual([1, 1.25, 1.75, 2, 1.5, 1.75, 2.25, 2.5, 2.5, 2.75, 3.25, 3.5, 3, 3.25, 3.75, 4]);
  });

  it('a ramp stays a ramp between the centres of the first and last place', () => {
    const found = upsample([0, 10, 20], { height: 1, width: 3 }, { height: 1, width: 15 });
    // Position i is (i + ½)/5 − ½ places.
    const expected = Array.from({ length: 15 }, (_, i) => Math.min(Math.max(2 * i - 4, 0), 20));
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 5);
    });
  });

  it('one place fills the image', () => {
    expect([...upsample([-7], { height: 1, width: 1 }, { height: 2, width: 3 })]).toEqual(new Array(6).fill(-7));
  });
});

describe('nearest, as torch.nn.functional.interpolate', () => {
  it('[[1, 2], [3, 4]] to 4 × 4', () => {
    const found = upsample([1, 2, 3, 4], { height: 2, width: 2 }, { height: 4, width: 4 }, 'nearest');
    expect([...found]).toEqual([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4]);
  });

  it('sizes that do not divide: ⌊i·3/7⌋', () => {
    const found = upsample([0, 1, 2], { height: 1, width: 3 }, { height: 1, width: 7 }, 'nearest');
    expect([...found]).toEqual([0, 0, 0, 1, 1, 2, 2]);
  });
});
