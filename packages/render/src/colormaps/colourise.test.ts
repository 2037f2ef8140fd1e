import { describe, expect, it } from 'vitest';
import type { ScaledMap } from '../scale/scaleMap.ts';
import { colourise } from './colourise.ts';
import { colormaps } from './index.ts';

const scaledMap = (sign: ScaledMap['sign'], ...values: number[]): ScaledMap => ({
  width: values.length,
  height: 1,
  sign,
  data: Float32Array.from(values),
  limit: 1,
});
const pixels = (data: Uint8Array): number[][] =>
  Array.from({ length: data.length / 3 }, (_, i) => [...data.slice(3 * i, 3 * i + 3)]);
const blue = [30, 90, 230];
const middle = [128, 128, 128];
const red = [230, 40, 40];

describe('colourise', () => {
  it('draws an absolute map in grey: zero is black, one is white', () => {
    const picture = colourise(scaledMap('absolute', 0, 0.2, 1), colormaps.grey);
    expect(picture).toMatchObject({ width: 3, height: 1, channels: 3 });
    expect(pixels(picture.data)).toEqual([
      [0, 0, 0],
      [51, 51, 51],
      [255, 255, 255],
    ]);
  });

  it('draws a signed map on the diverging colour map with grey at zero', () => {
    expect(pixels(colourise(scaledMap('signed', -1, 0, 1), colormaps['blue-grey-red']).data)).toEqual([
      blue,
      middle,
      red,
    ]);
  });

  it('draws a signed map on a sequential colour map with zero in its middle', () => {
    const drawn = pixels(colourise(scaledMap('signed', -1, 0, 1), colormaps.grey).data);
    expect(drawn).toEqual([
      [0, 0, 0],
      [128, 128, 128],
      [255, 255, 255],
    ]);
  });

  it.each(['absolute', 'positive'] as const)('draws an %s map on the diverging colour map from grey to red', (sign) => {
    expect(pixels(colourise(scaledMap(sign, 0, 1), colormaps['blue-grey-red']).data)).toEqual([middle, red]);
  });

  it("draws viridis' published ends", () => {
    const drawn = pixels(colourise(scaledMap('positive', 0, 1), colormaps.viridis).data);
    expect(drawn).toEqual([
      [0x44, 0x01, 0x54],
      [0xfd, 0xe7, 0x25],
    ]);
  });
});
