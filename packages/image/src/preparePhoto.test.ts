import { describe, expect, it } from 'vitest';
import {
  fixtures,
  formulaImage,
  sha256,
  somePixels,
  storedBytes,
  storedFloats,
  storedImage,
} from '../testing/fixtures.ts';
import { preparePhoto } from './preparePhoto.ts';
import { preset } from './preset.ts';
import type { TensorSpec } from './tensorSpec.ts';
import { toChannelsFirst, toRgbOrder } from './tensorSpec.ts';

/** float32 arithmetic in numpy loses bits in units of the largest value met on the way: 255 rescale / std. */
function expectClose(actual: Float32Array, expected: Float32Array, range: number): void {
  expect(actual.length).toBe(expected.length);
  const worst = expected.reduce((largest, value, i) => Math.max(largest, Math.abs(value - actual[i]!)), 0);
  expect(worst).toBeLessThanOrEqual(1e-6 * Math.max(1, range / 4));
}

describe('preparePhoto against Pillow and numpy', () => {
  it.each(fixtures.pipelines)(
    '$name from $from',
    ({ from, recipe, width, height, sha256: expected, stride, elements }) => {
      for (const layout of ['NCHW', 'NHWC'] as const) {
        const spec: TensorSpec = { layout, channels: recipe.channels, height, width };
        const prepared = preparePhoto(formulaImage(...from), { ...recipe, source: 'test' }, spec);
        expect(sha256(prepared.image.data)).toBe(expected);
        const sampled = toChannelsFirst(prepared.tensor, spec).filter((_, i) => i % stride === 0);
        expectClose(sampled, storedFloats(elements), Math.max(...prepared.gain));
      }
    },
  );

  it('a whole photo, every element', () => {
    const { recipe, pixels, tensor } = fixtures.photo;
    const spec: TensorSpec = { layout: 'NCHW', channels: 'RGB', height: 36, width: 36 };
    const prepared = preparePhoto(storedImage(fixtures.images.photo!), { ...recipe, source: 'test' }, spec);
    expect(prepared.image.data).toEqual(storedBytes(pixels));
    expectClose(prepared.tensor, storedFloats(tensor), 1);
  });
});

describe('preparePhoto', () => {
  const image = somePixels(40, 30, 3);
  const recipe = { ...preset('caffe', 16), std: [1, 2, 4] };
  const spec: TensorSpec = { layout: 'NHWC', channels: 'BGR', height: 16, width: 16 };

  it('gives pixels in [0,1] in RGB order and the gain that leads from them to the tensor', () => {
    const { pixels, tensor, gain, image: seen } = preparePhoto(image, recipe, spec);
    expect([...gain]).toEqual([255 / 4, 255 / 2, 255]);
    expect(Math.max(...pixels)).toBeLessThanOrEqual(1);
    const offsets = [123.68 / 4, 116.779 / 2, 103.939];
    const fromPixels = pixels.map((value, i) => value * gain[Math.floor(i / 256)]! - offsets[Math.floor(i / 256)]!);
    expectClose(toRgbOrder(toChannelsFirst(tensor, spec), spec), fromPixels, 255);
    expect(pixels[5]).toBe(Math.fround(seen.data[15]! / 255));
  });

  it('repeats luminance for colour models, and turns colour to luminance before the resize', () => {
    const grey = somePixels(40, 30, 1);
    const { tensor } = preparePhoto(grey, { ...recipe, mean: [0], std: [1] }, spec);
    expect(tensor.every((value, i) => value === tensor[i - (i % 3)])).toBe(true);
    const single = preparePhoto(image, { ...recipe, channels: 'L', mean: [0], std: [1] }, { ...spec, channels: 'L' });
    expect([single.pixels.length, single.tensor.length, single.gain.length, single.image.channels]).toEqual([
      256, 256, 1, 1,
    ]);
  });

  it('names both sizes and the option when they differ', () => {
    expect(() =>
      preparePhoto(image, preset('torchvision'), { ...spec, channels: 'RGB', height: 299, width: 299 }),
    ).toThrow(
      'The preprocessing (preset torchvision) makes images of 224x224 pixels (width x height), but the model input is 299x299. Pass --size 299.',
    );
    expect(() =>
      preparePhoto(image, preset('torchvision'), { ...spec, channels: 'RGB', width: 320, height: 240 }),
    ).toThrow('Pass --size 320x240.');
  });

  it('names the option when the channels differ', () => {
    expect(() => preparePhoto(image, preset('torchvision'), { ...spec, channels: 'BGR' })).toThrow(
      'Pass --channels bgr.',
    );
    expect(() => preparePhoto(image, preset('torchvision'), { ...spec, channels: 'L' })).toThrow(
      'Pass --channels grey.',
    );
  });

  it('refuses a photo that the resize would make huge', () => {
    const thin = { width: 3, height: 20_000, channels: 1 as const, data: new Uint8Array(60_000) };
    expect(() =>
      preparePhoto(thin, preset('torchvision'), { ...spec, channels: 'RGB', width: 224, height: 224 }),
    ).toThrow('The photo of 3x20000 pixels is too long for its width: resized it would have 256x1706666.');
  });
});
