import { describe, expect, it } from 'vitest';
import { fixedSize, preparedSize, resizedSize } from './preparedSize.ts';
import { preset } from './preset.ts';

describe('preparedSize', () => {
  it.each([
    // int(size * long / short) in Python.
    [256, 500, 375, 341, 256],
    [256, 375, 500, 256, 341],
    [256, 640, 427, 383, 256],
    [224, 1000, 3, 74666, 224],
    [248, 100, 100, 248, 248],
  ])('brings the shortest edge to %i: %ix%i becomes %ix%i', (size, width, height, expectedWidth, expectedHeight) => {
    const result = resizedSize({ mode: 'shortest-edge', size }, { width, height });
    expect(result).toEqual({ width: expectedWidth, height: expectedHeight });
  });

  it('is the crop where there is one, else the resize, else the photo', () => {
    const base = preset('torchvision');
    const photo = { width: 640, height: 480 };
    expect(preparedSize(base, photo)).toEqual({ width: 224, height: 224 });
    expect(preparedSize({ ...base, crop: undefined }, photo)).toEqual({ width: 341, height: 256 });
    expect(preparedSize({ ...base, crop: undefined, resize: { mode: 'none' } }, photo)).toEqual(photo);
  });

  it('is fixed only where no photo can change it', () => {
    const base = { ...preset('torchvision'), crop: undefined };
    expect(fixedSize(preset('inception'))).toEqual({ width: 299, height: 299 });
    expect(fixedSize({ ...base, resize: { mode: 'exact', width: 3, height: 4 } })).toEqual({ width: 3, height: 4 });
    expect(fixedSize(base)).toBeUndefined();
  });
});
