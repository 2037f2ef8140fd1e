import { describe, expect, it } from 'vitest';
import { assumedPreprocessing } from './assumedPreprocessing.ts';
import { preprocessingFromOptions } from './preprocessingFromOptions.ts';
import { preset } from './preset.ts';

const base = preset('torchvision');

describe('preprocessingFromOptions', () => {
  it('returns the base without options', () => {
    expect(preprocessingFromOptions(base, {})).toBe(base);
    expect(preprocessingFromOptions(base, { size: undefined })).toBe(base);
  });

  it('replaces what is given and says so in the source', () => {
    const result = preprocessingFromOptions(base, { mean: [0.5], std: [0.25], resize: 'lanczos' });
    expect(result).toEqual({
      ...base,
      mean: [0.5],
      std: [0.25],
      filter: 'lanczos',
      source: 'preset torchvision + options',
    });
  });

  it('sets the size: in proportion with a crop, exactly without', () => {
    const larger = preprocessingFromOptions(base, { size: 299 });
    expect([larger.crop, larger.resize]).toEqual([
      { width: 299, height: 299, rounding: 'half-even' },
      { mode: 'shortest-edge', size: 342 },
    ]);
    const wide = preprocessingFromOptions(base, { size: { width: 448, height: 224 } });
    expect([wide.crop, wide.resize]).toEqual([
      { width: 448, height: 224, rounding: 'half-even' },
      { mode: 'shortest-edge', size: 512 },
    ]);
    const uncropped = preprocessingFromOptions({ ...base, crop: undefined }, { size: 100 });
    expect([uncropped.crop, uncropped.resize]).toEqual([undefined, { mode: 'exact', width: 100, height: 100 }]);
  });

  it.each([
    ['0..1', 0, 1],
    ['0..255', 0, 255],
    ['-1..1', -1, 1],
  ] as const)('range %s alone brings black and white there', (range, black, white) => {
    const { rescale, mean, std } = preprocessingFromOptions(base, { range });
    expect((0 * rescale - mean[0]!) / std[0]!).toBeCloseTo(black, 12);
    expect((255 * rescale - mean[0]!) / std[0]!).toBeCloseTo(white, 12);
  });

  it('applies mean and std after the range', () => {
    const { rescale, mean, std } = preprocessingFromOptions(base, { range: '-1..1', mean: [0.5], std: [2] });
    expect((255 * rescale - mean[0]!) / std[0]!).toBeCloseTo((1 - 0.5) / 2, 12);
  });

  it('keeps each mean with its colour when the order changes', () => {
    const result = preprocessingFromOptions(base, { channels: 'bgr' });
    expect([result.channels, result.mean, result.std]).toEqual(['BGR', [0.406, 0.456, 0.485], [0.225, 0.224, 0.229]]);
    const given = preprocessingFromOptions(base, { channels: 'bgr', mean: [1, 2, 3] });
    expect([given.mean, given.std]).toEqual([
      [1, 2, 3],
      [0.225, 0.224, 0.229],
    ]);
  });

  it('goes to grey and back where the numbers allow it', () => {
    expect(preprocessingFromOptions(preset('inception'), { channels: 'grey' }).mean).toEqual([0.5]);
    const grey = assumedPreprocessing({ height: 28, width: 28, channels: 1 });
    expect(preprocessingFromOptions(grey, { channels: 'rgb' }).channels).toBe('RGB');
    expect(() => preprocessingFromOptions(base, { channels: 'grey' })).toThrow(
      'channels changes RGB (preset torchvision) to L, but its mean [0.485,0.456,0.406] is for RGB; give mean for L as well (--mean).',
    );
    expect(preprocessingFromOptions(base, { channels: 'grey', mean: [0.4], std: [0.2] }).std).toEqual([0.2]);
  });

  it.each([
    [{ std: [0.2, 0, 0.2] }, 'std is [0.2,0,0.2]; it divides, so no number may be 0'],
    [{ mean: [Number.NaN] }, 'mean is NaN; every number must be finite'],
    [{ std: [1, Number.POSITIVE_INFINITY, 1] }, 'std is Infinity'],
    [{ mean: [1, 2] }, 'mean is [1,2]; RGB needs 1 or 3 numbers, not 2'],
    [{ mean: [] }, 'mean is []'],
    [{ channels: 'grey', mean: [1, 2, 3], std: [1] } as const, 'L needs 1 number, not 3'],
    [{ size: 0 }, 'size is 0; it must be whole numbers of pixels'],
    [{ size: { width: 10, height: 1.5 } }, 'size is {"width":10,"height":1.5}'],
  ])('refuses %j', (options, message) => {
    expect(() => preprocessingFromOptions(base, options)).toThrow(message);
  });

  it('refuses unknown words and lists the known ones', () => {
    // @ts-expect-error as typed on a command line
    expect(() => preprocessingFromOptions(base, { range: '0-1' })).toThrow('possible are 0..1, 0..255, -1..1');
    // @ts-expect-error as typed on a command line
    expect(() => preprocessingFromOptions(base, { channels: 'RGB' })).toThrow(
      'channels is "RGB"; possible are rgb, bgr, grey',
    );
    // @ts-expect-error as typed on a command line
    expect(() => preprocessingFromOptions(base, { resize: 'area' })).toThrow('resize is "area"; possible are nearest');
  });
});
