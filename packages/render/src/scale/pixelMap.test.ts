import { preparePhoto, preset, type TensorSpec } from '@smoothgrad/image';
import { expect, it } from 'vitest';
import { pixelMap } from './pixelMap.ts';

const image = { width: 2, height: 1, channels: 3, data: Uint8Array.of(0, 128, 255, 10, 20, 30) } as const;
const preprocessing = {
  ...preset('torchvision'),
  resize: { mode: 'none' } as const,
  crop: undefined,
  // In the model's own order, blue first.
  std: [0.1, 0.2, 0.4],
  mean: [0, 0, 0],
  channels: 'BGR' as const,
};

it('is the derivative with respect to pixels in [0,1], red first', () => {
  const spec: TensorSpec = { layout: 'NCHW', channels: 'BGR', width: 2, height: 1 };
  const photo = preparePhoto(image, preprocessing, spec);
  const blueGreenRed = Float32Array.of(1, 2, 3, 4, 5, 6);
  // x = p / std, so dS/dp = dS/dx / std.
  expect(
    Array.from(pixelMap({ map: blueGreenRed, shape: [3, 1, 2], unit: { order: 1 } }, photo), (value) =>
      Number(value.toPrecision(6)),
    ),
  ).toEqual([5 / 0.4, 6 / 0.4, 3 / 0.2, 4 / 0.2, 1 / 0.1, 2 / 0.1]);
});

it('is the map itself for a bare tensor', () => {
  const map = Float32Array.of(1, -2, 3);
  expect(pixelMap({ map, shape: [3, 1, 1], unit: { order: 1 } }, undefined)).toBe(map);
});
