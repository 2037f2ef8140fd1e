import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelCount } from './preprocessing.ts';
import { fromRgbChannelsFirst, type TensorSpec, toChannelsFirst, toRgbOrder } from './tensorSpec.ts';

// Two pixels; ten times the channel in RGB order plus the pixel.
const rgb = Float32Array.of(10, 11, 20, 21, 30, 31);

describe('tensor layouts', () => {
  it.each([
    ['NCHW', 'RGB', [10, 11, 20, 21, 30, 31]],
    ['NCHW', 'BGR', [30, 31, 20, 21, 10, 11]],
    ['NHWC', 'RGB', [10, 20, 30, 11, 21, 31]],
    ['NHWC', 'BGR', [30, 20, 10, 31, 21, 11]],
  ] as const)('%s %s', (layout, channels, expected) => {
    const spec = { layout, channels, height: 1, width: 2 };
    const tensor = fromRgbChannelsFirst(rgb, spec);
    expect([...tensor]).toEqual(expected);
    const map = toChannelsFirst(tensor, spec);
    expect([...map]).toEqual(channels === 'RGB' ? [...rgb] : [30, 31, 20, 21, 10, 11]);
    expect(toRgbOrder(map, spec)).toEqual(rgb);
  });

  it('come back after there and back, for any size', () => {
    const specs: fc.Arbitrary<TensorSpec> = fc.record({
      layout: fc.constantFrom<TensorSpec['layout']>('NCHW', 'NHWC'),
      channels: fc.constantFrom<TensorSpec['channels']>('RGB', 'BGR', 'L'),
      height: fc.integer({ min: 1, max: 7 }),
      width: fc.integer({ min: 1, max: 7 }),
    });
    fc.assert(
      fc.property(specs, (spec) => {
        const length = channelCount(spec.channels) * spec.height * spec.width;
        const chw = Float32Array.from({ length }, (_, i) => i);
        const tensor = fromRgbChannelsFirst(chw, spec);
        expect(toRgbOrder(toChannelsFirst(tensor, spec), spec)).toEqual(chw);
      }),
      { seed: 2 },
    );
  });

  it('copies', () => {
    const spec: TensorSpec = { layout: 'NCHW', channels: 'RGB', height: 1, width: 2 };
    for (const copy of [toChannelsFirst(rgb, spec), toRgbOrder(rgb, spec), fromRgbChannelsFirst(rgb, spec)]) {
      expect(copy).toEqual(rgb);
      expect(copy).not.toBe(rgb);
    }
  });

  it('refuses an array of another size', () => {
    const spec: TensorSpec = { layout: 'NHWC', channels: 'RGB', height: 2, width: 2 };
    expect(() => toChannelsFirst(rgb, spec)).toThrow('The tensor has 6 elements; 3 channels of 2x2 pixels');
    expect(() => toRgbOrder(rgb, spec)).toThrow('The map has 6 elements');
    expect(() => fromRgbChannelsFirst(rgb, spec)).toThrow('has 6 elements');
  });
});
