import { preparePhoto, preset } from '@smoothgrad/image';
import { describe, expect, it } from 'vitest';
import { type DrawnMap, drawnMap, scaleDrawn, sharedLimits } from './drawnMap.ts';

const image = { width: 2, height: 1, channels: 3, data: Uint8Array.of(0, 51, 255, 255, 51, 0) } as const;
const preprocessing = {
  ...preset('torchvision'),
  resize: { mode: 'none' } as const,
  crop: undefined,
  mean: [0, 0, 0],
  std: [0.5, 0.25, 0.125],
};
const photo = preparePhoto(image, preprocessing, { layout: 'NCHW', channels: 'RGB', width: 2, height: 1 });
const derivative = { text: '∂S/∂pixel', order: 1 } as const;
const share = { text: 'S', order: 0 } as const;
const map = Float32Array.of(1, -1, 2, 3, 5, 7);
const shape = [3, 1, 2] as const;

const rounded = (values: Float32Array) => Array.from(values, (value) => Number(value.toPrecision(6)));

describe('a map times the photo', () => {
  it('is ∂S/∂pixel times the pixels in [0,1], and named so', () => {
    const drawn = drawnMap({ map, shape, unit: derivative }, photo, { timesImage: true });
    // ∂S/∂pixel = map / std; the pixels are 0 1, 0.2 0.2, 1 0.
    expect(rounded(drawn.values)).toEqual([0, -2, 1.6, 2.4, 40, 0]);
    expect(drawn).toMatchObject({ isMultiplied: true, unit: '∂S/∂pixel × pixel' });
  });

  it('is the map itself where it has a factor of its own, is a square, or has no channels', () => {
    const look = { timesImage: true };
    const shares = drawnMap({ map, shape, unit: share }, photo, look);
    expect(shares).toMatchObject({ values: map, isMultiplied: false, unit: 'S' });
    const squares = drawnMap({ map, shape, unit: { text: '(∂S/∂pixel)²', order: 2 } }, photo, look);
    expect(rounded(squares.values)).toEqual([4, -4, 32, 48, 320, 448]);
    expect(squares.isMultiplied).toBe(false);
    const places = drawnMap({ map: map.slice(0, 2), shape: [1, 1, 2], unit: derivative }, photo, look);
    expect(places).toMatchObject({ values: map.slice(0, 2), isMultiplied: false });
  });

  it('of a bare tensor is the map itself, by the input', () => {
    const drawn = drawnMap({ map, shape, unit: derivative }, undefined, { timesImage: true });
    expect(drawn).toMatchObject({ values: map, isMultiplied: false, unit: '∂S/∂input' });
  });
});

describe('a scale', () => {
  const one = (value: number, unit: { text: string; order: 0; isRepeated?: true }, look = {}): DrawnMap =>
    drawnMap({ map: new Float32Array(6).fill(value), shape, unit }, photo, { percentile: 100, ...look });

  it('counts a number that all channels repeat once', () => {
    expect(scaleDrawn(one(4, { ...share, isRepeated: true })).limit).toBe(4);
    expect(scaleDrawn(one(4, share)).limit).toBe(12);
  });

  it('is shared by maps of one unit, none of them capped more than by itself', () => {
    const bits = { text: 'bits', order: 0 } as const;
    const maps = [one(1, share), one(-3, share), one(50, bits), one(0, bits), one(8, { ...share, isRepeated: true })];
    expect(sharedLimits(maps)).toEqual([9, 9, 150, 150, 9]);
    expect([...scaleDrawn(maps[0]!, 9).data]).toEqual([1 / 3, 1 / 3].map(Math.fround));
    expect(sharedLimits([])).toEqual([]);
    expect(sharedLimits([one(0, bits)])).toEqual([0]);
  });

  it('is cut at the percentile that is asked for', () => {
    const ramp = { map: Float32Array.from({ length: 6 }, (_, i) => i), shape: [1, 1, 6] as const, unit: share };
    expect(sharedLimits([drawnMap(ramp, undefined, { percentile: 50 })])).toEqual([2.5]);
  });

  it('keeps the sign, the reduction and what is black', () => {
    const look = { sign: 'signed', reduction: 'mean', percentile: 100 } as const;
    const drawn = drawnMap({ map: Float32Array.of(3, -6, 0, 0, 0, 0), shape, unit: share }, photo, look);
    expect(scaleDrawn(drawn)).toMatchObject({ sign: 'signed', limit: 2, data: Float32Array.of(0.5, -1) });
    const floor = drawnMap({ map: Float32Array.of(2, 4), shape: [1, 1, 2], unit: share }, photo, {
      percentile: 100,
      origin: 'minimum',
    });
    expect([...scaleDrawn(floor).data]).toEqual([0, 1]);
  });
});
