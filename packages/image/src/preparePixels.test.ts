import { describe, expect, it } from 'vitest';
import { somePixels } from '../testing/fixtures.ts';
import { preparePhoto } from './preparePhoto.ts';
import { preparePixels } from './preparePixels.ts';
import { preset } from './preset.ts';
import type { TensorSpec } from './tensorSpec.ts';

const specs: readonly TensorSpec[] = [
  { layout: 'NCHW', channels: 'RGB', height: 12, width: 12 },
  { layout: 'NHWC', channels: 'RGB', height: 12, width: 12 },
  { layout: 'NCHW', channels: 'BGR', height: 12, width: 12 },
  { layout: 'NHWC', channels: 'BGR', height: 12, width: 12 },
  { layout: 'NHWC', channels: 'L', height: 12, width: 12 },
];
const photoOf = (spec: TensorSpec) => {
  const isGrey = spec.channels === 'L';
  const recipe = {
    ...preset('torchvision', 12),
    channels: spec.channels,
    mean: isGrey ? [0.4] : [0.1, 0.2, 0.3],
    std: isGrey ? [0.5] : [0.25, 0.5, 2],
  };
  return preparePhoto(somePixels(20, 17, 3), recipe, spec);
};

describe('preparePixels', () => {
  it.each(specs)("makes a photo's tensor of its pixels: $layout $channels", (spec) => {
    const photo = photoOf(spec);
    const tensor = preparePixels(photo.pixels, photo);
    expect(tensor).toHaveLength(photo.tensor.length);
    const worst = tensor.reduce((most, value, i) => Math.max(most, Math.abs(value - photo.tensor[i]!)), 0);
    // One more rounding to float32: that of the pixel.
    expect(worst).toBeLessThanOrEqual(1e-6);
  });

  it('black and white: (0 − mean)/std and (1 − mean)/std, in the order of the model', () => {
    const photo = photoOf(specs[3]!);
    const [black, white] = [0, 1].map((value) => preparePixels(new Float32Array(432).fill(value), photo));
    expect([...black!.slice(0, 3)]).toEqual([-0.1 / 0.25, -0.2 / 0.5, -0.3 / 2].map(Math.fround));
    expect([...white!.slice(429)]).toEqual([0.9 / 0.25, 0.8 / 0.5, 0.7 / 2].map(Math.fround));
  });

  it('refuses another number of pixels', () => {
    const photo = photoOf(specs[0]!);
    expect(() => preparePixels(new Float32Array(7), photo)).toThrow('has 7 elements');
  });
});
