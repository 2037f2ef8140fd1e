import {
  type PreparedPhoto,
  preparePhoto,
  preset,
  type TensorSpec,
  toChannelsFirst,
  toRgbOrder,
} from '@smoothgrad/image';
import { describe, expect, it } from 'vitest';
import {
  type Baseline,
  BaselineError,
  baselineNames,
  baselineTensor,
  blurSigma,
  describeBaseline,
} from './baselines.ts';

const side = 20;
const specs: readonly TensorSpec[] = [
  { layout: 'NCHW', channels: 'RGB', height: side, width: side },
  { layout: 'NHWC', channels: 'BGR', height: side, width: side },
  { layout: 'NHWC', channels: 'L', height: side, width: side },
];

/** Red 0 … 190 from left to right, green 51, blue 0 above and 255 below. */
const image = {
  width: side,
  height: side,
  channels: 3 as const,
  data: Uint8Array.from({ length: side * side * 3 }, (_, i) => {
    const [pixel, channel] = [Math.floor(i / 3), i % 3];
    return [10 * (pixel % side), 51, pixel < (side * side) / 2 ? 0 : 255][channel]!;
  }),
};

const [mean, std] = [
  [0.1, 0.2, 0.3],
  [0.25, 0.5, 2],
];

function photoOf(spec: TensorSpec): PreparedPhoto {
  const isGrey = spec.channels === 'L';
  // In the order of the model.
  const ordered = (values: number[]) => (spec.channels === 'BGR' ? values.toReversed() : values);
  const recipe = {
    ...preset('torchvision', side),
    resize: { mode: 'none' } as const,
    channels: spec.channels,
    mean: isGrey ? [0.1] : ordered(mean!),
    std: isGrey ? [0.25] : ordered(std!),
  };
  return preparePhoto(image, recipe, spec);
}

/** [C,H,W] in RGB order, pixels again. */
function pixelsOf(baseline: Baseline, photo: PreparedPhoto, seed?: number): number[][] {
  const prepared = baselineTensor(baseline, { photo, tensor: photo.tensor }, seed);
  const planes = toRgbOrder(toChannelsFirst(prepared, photo.spec), photo.spec);
  const channels = planes.length / side ** 2;
  return Array.from({ length: channels }, (_, c) =>
    [...planes.slice(c * side ** 2, (c + 1) * side ** 2)].map((value) => value * std![c]! + mean![c]!),
  );
}

const range = (values: number[]) => [Math.min(...values), Math.max(...values)] as [number, number];

describe('baselines', () => {
  it.each(specs)('black and white are pixels 0 and 1: $layout $channels', (spec) => {
    const photo = photoOf(spec);
    for (const [name, value] of [['black', 0] as const, ['white', 1] as const]) {
      const planes = pixelsOf(name, photo);
      expect(planes).toHaveLength(spec.channels === 'L' ? 1 : 3);
      for (const plane of planes) {
        expect(range(plane)[0]).toBeCloseTo(value, 6);
        expect(range(plane)[1]).toBeCloseTo(value, 6);
      }
    }
  });

  it('black is −mean/std exactly, in the layout of the model', () => {
    const photo = photoOf(specs[1]!);
    const black = baselineTensor('black', { photo, tensor: photo.tensor });
    expect([...black.slice(0, 3)]).toEqual([-0.3 / 2, -0.2 / 0.5, -0.1 / 0.25].map(Math.fround));
  });

  it.each(specs.slice(0, 2))('mean is the mean colour: $layout $channels', (spec) => {
    const expected = [95 / 255, 0.2, 0.5];
    pixelsOf('mean', photoOf(spec)).forEach((plane, c) => {
      expect(range(plane)[0]).toBeCloseTo(expected[c]!, 6);
      expect(range(plane)[1]).toBeCloseTo(expected[c]!, 6);
    });
  });

  it.each(specs.slice(0, 2))('blurred has lost the edges, not the slopes: $layout $channels', (spec) => {
    expect(blurSigma(30, 20)).toBe(2);
    const [red, green, blue] = pixelsOf('blurred', photoOf(spec));
    expect(green!.every((value) => Math.abs(value - 0.2) < 1e-6)).toBe(true);
    // A Gaussian keeps what is linear: the middle is 4 σ from every border but one pixel.
    expect(red![10 * side + 9]).toBeCloseTo(90 / 255, 4);
    // Beside a step: half of what lies to either side, and half of the kernel's middle, 1/(σ√2π).
    const middle = 1 / (2 * Math.sqrt(2 * Math.PI));
    expect(blue![10 * side]).toBeCloseTo(0.5 + middle / 2, 3);
    expect(blue![9 * side]).toBeCloseTo(0.5 - middle / 2, 3);
  });

  it('noise fills [0, 1] evenly and depends on the seed alone', () => {
    const photo = photoOf(specs[0]!);
    const values = pixelsOf('noise', photo, 5).flat();
    expect(pixelsOf('noise', photo, 5).flat()).toEqual(values);
    expect(pixelsOf('noise', photo, 6).flat()).not.toEqual(values);
    expect(range(values)[0]).toBeGreaterThanOrEqual(-1e-6);
    expect(range(values)[1]).toBeLessThanOrEqual(1 + 1e-6);
    const average = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(average - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / values.length));
  });

  it('noise counts in RGB, whatever the order of the model', () => {
    const [rgb, bgr] = specs.map((spec) => pixelsOf('noise', photoOf(spec)).flat());
    rgb!.forEach((value, i) => {
      expect(Math.abs(value - bgr![i]!)).toBeLessThan(1e-6);
    });
  });

  it('zero and a tensor need no photo', () => {
    const given = Float32Array.of(1, 2, 3);
    expect([...baselineTensor('zero', { tensor: new Float32Array(3).fill(7) })]).toEqual([0, 0, 0]);
    expect(baselineTensor(given, { tensor: new Float32Array(3) })).toBe(given);
  });

  it.each(baselineNames.filter((name) => name !== 'zero'))('%s is refused without a photo', (name) => {
    expect(() => baselineTensor(name, { tensor: new Float32Array(3) })).toThrow(BaselineError);
    expect(() => baselineTensor(name, { tensor: new Float32Array(3) })).toThrow("take 'zero' or a prepared tensor");
  });

  it('refuses names it does not know, other lengths and numbers that are none', () => {
    const tensor = new Float32Array(2);
    expect(() => baselineTensor('toString' as 'zero', { tensor })).toThrow('black, white, mean, blurred, noise, zero');
    expect(() => baselineTensor(new Float32Array(3), { tensor })).toThrow('has 3 values, the input of the model 2');
    expect(() => baselineTensor(Float32Array.of(0, Number.NaN), { tensor })).toThrow('value 1 is NaN');
  });

  it('says what it was', () => {
    const photo = photoOf(specs[0]!);
    expect(describeBaseline('blurred', { photo })).toBe('blurred (σ = 2 pixels)');
    expect(describeBaseline('noise', { photo }, 4)).toBe('noise (uniform, seed 4)');
    expect(describeBaseline('black', { photo })).toBe('black');
    expect(describeBaseline(new Float32Array(1), {})).toBe('given');
  });
});
