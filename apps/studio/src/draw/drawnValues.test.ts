import type { Attribution } from '@smoothgrad/attribution';
import { preparePhoto, preset } from '@smoothgrad/image';
import { pixelMap, reduceChannels } from '@smoothgrad/render';
import { expect, it } from 'vitest';
import { drawnOf, errorAt, limitOf, scaledMap, type Visual, valueAt } from './drawnValues.ts';

const [width, height] = [4, 3];
const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => (37 * i) % 256);
const preprocessing = {
  ...preset('torchvision'),
  resize: { mode: 'none' } as const,
  crop: undefined,
  mean: [0.1, 0.2, 0.3],
  std: [0.5, 0.25, 0.125],
  channels: 'BGR' as const,
};
const photo = preparePhoto({ width, height, channels: 3, data }, preprocessing, {
  layout: 'NCHW',
  channels: 'BGR',
  width,
  height,
});
const map = Float32Array.from({ length: 36 }, (_, i) => Math.sin(i));
const standardError = map.map((value) => Math.abs(value) / 3);
const attribution = {
  map,
  standardError,
  shape: [3, height, width],
  unit: { text: '∂S/∂pixel', order: 1 },
} as unknown as Attribution;
const visual: Visual = { sign: 'absolute', reduction: 'sum', percentile: 100, timesImage: false, colormap: '' };
const pixels = Array.from({ length: width * height }, (_, i) => ({ x: i % width, y: Math.floor(i / width) }));

it.each([
  visual,
  { ...visual, sign: 'signed' as const },
  { ...visual, sign: 'positive' as const, reduction: 'mean' as const },
  { ...visual, reduction: 'l2' as const, timesImage: true },
])('the number at a pixel is that of the picture: %j', (look) => {
  const scaled = scaledMap(attribution, photo, look);
  const read = pixels.map((pixel) => valueAt(attribution, photo, look, pixel));
  read.forEach((value, i) => {
    expect(value).toBeCloseTo(scaled.data[i]! * scaled.limit, 5);
  });
  expect(scaled.limit).toBe(limitOf(attribution, photo, look));
});

it('its standard error is drawn as the map is, in the order of the model', () => {
  const inPixels = pixelMap({ map: standardError, shape: [3, height, width], unit: { order: 1 } }, photo).map(Math.abs);
  const expected = reduceChannels(inPixels, [3, height, width], 'absolute', 'sum');
  pixels.forEach((pixel, i) => {
    expect(errorAt(attribution, photo, { ...visual, sign: 'signed' }, pixel)).toBeCloseTo(expected[i]!, 5);
  });
  const timesImage = reduceChannels(
    inPixels.map((value, i) => value * photo.pixels[i]!),
    [3, height, width],
  );
  pixels.forEach((pixel, i) => {
    expect(errorAt(attribution, photo, { ...visual, timesImage: true }, pixel)).toBeCloseTo(timesImage[i]!, 5);
  });
});

it('there is none for one sample, nor for methods without', () => {
  const one = { ...attribution, standardError: standardError.map(() => Number.NaN) };
  expect(errorAt(one, photo, visual, { x: 0, y: 0 })).toBeUndefined();
  expect(errorAt({ ...attribution, standardError: undefined }, photo, visual, { x: 0, y: 0 })).toBeUndefined();
});

it('only × image makes new numbers', () => {
  const { values } = drawnOf(attribution, photo, visual);
  expect(drawnOf(attribution, photo, { ...visual, sign: 'signed', percentile: 90 }).values).toBe(values);
  expect(drawnOf(attribution, photo, { ...visual, timesImage: true }).values).not.toBe(values);
});
