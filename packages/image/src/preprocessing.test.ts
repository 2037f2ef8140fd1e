import { describe, expect, it } from 'vitest';
import { checkPreprocessing, type Preprocessing, perChannel } from './preprocessing.ts';
import { preset } from './preset.ts';

const base = preset('torchvision');

describe('checkPreprocessing', () => {
  it.each<[Partial<Preprocessing>, string]>([
    [{ rescale: 0 }, 'preset torchvision: rescale is 0'],
    [{ rescale: Number.NaN }, 'rescale is NaN'],
    [{ resize: { mode: 'shortest-edge', size: 0 } }, 'the shortest edge of resize is 0'],
    [{ resize: { mode: 'exact', width: 10, height: 2.5 } }, 'the height of resize is 2.5'],
    [{ crop: { width: -3, height: 4 } }, 'the width of crop is -3'],
    [{ mean: [1, 2, 3, 4] }, 'RGB needs 1 or 3 numbers, not 4'],
    [{ channels: 'L' }, 'L needs 1 number, not 3'],
  ])('refuses %j', (change, message) => {
    expect(() => checkPreprocessing({ ...base, ...change })).toThrow(message);
  });

  it('repeats one number for all channels', () => {
    expect(perChannel([0.5], 3)).toEqual([0.5, 0.5, 0.5]);
    expect(perChannel([1, 2, 3], 3)).toEqual([1, 2, 3]);
  });
});
