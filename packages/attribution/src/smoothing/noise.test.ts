import { type PreparedPhoto, type Preprocessing, preparePhoto, type TensorSpec } from '@smoothgrad/image';
import { describe, expect, it } from 'vitest';
import { fakeClassifier } from '../../../../tests/support/fakeClassifier.ts';
import { numbers } from '../../../../tests/support/graphs.ts';
import type { Problem } from '../methods/method.ts';
import { normalNoise } from '../random/normal.ts';
import { createNoise } from './noise.ts';

const [height, width] = [5, 7];
const area = height * width;
const mean = [0.485, 0.456, 0.406];
const std = [0.229, 0.5, 2];

function photoFor({ layout, channels }: Pick<TensorSpec, 'layout' | 'channels'>, data?: Uint8Array): PreparedPhoto {
  const count = channels === 'L' ? 1 : 3;
  const inOrder = (values: number[]) => (channels === 'BGR' ? values.toReversed() : values.slice(0, count));
  const preprocessing: Preprocessing = {
    resize: { mode: 'none' },
    filter: 'bicubic',
    rescale: 1 / 255,
    mean: inOrder(mean),
    std: inOrder(std),
    channels,
    source: 'test',
  };
  const pixels = data ?? Uint8Array.from(numbers(3 * area, 4), (value) => 30 + 160 * (value * 0.5 + 0.5));
  const image = { width, height, channels: 3 as const, data: pixels };
  return preparePhoto(image, preprocessing, { layout, channels, height, width });
}

/** `isBare`: the tensor alone, with the order of its channels. */
function problemOf(photo: PreparedPhoto, isBare = false): Problem {
  const channels = photo.spec.channels === 'L' ? 1 : 3;
  const gradient = () => ({ logits: Float32Array.of(0), gradient: photo.tensor });
  const classifier = fakeClassifier({ layout: photo.spec.layout, channels, height, width, gradient });
  return {
    classifier,
    tensor: photo.tensor,
    ...(isBare ? { channels: photo.spec.channels } : { photo }),
    cotangents: [Float32Array.of(1)],
  };
}

/** The noise in the tensor, [C,H,W] in RGB order whatever the layout. */
function addedNoise(photo: PreparedPhoto, noisy: Float32Array): Float64Array {
  const { layout, channels } = photo.spec;
  const count = channels === 'L' ? 1 : 3;
  return Float64Array.from({ length: count * area }, (_, i) => {
    const [channel, pixel] = [Math.floor(i / area), i % area];
    const place = channels === 'BGR' ? count - 1 - channel : channel;
    const at = layout === 'NCHW' ? place * area + pixel : pixel * count + place;
    return noisy[at]! - photo.tensor[at]!;
  });
}

const specs = [
  { layout: 'NCHW', channels: 'RGB' },
  { layout: 'NHWC', channels: 'RGB' },
  { layout: 'NCHW', channels: 'BGR' },
  { layout: 'NHWC', channels: 'BGR' },
  { layout: 'NCHW', channels: 'L' },
] as const;

describe.each(specs)('$layout $channels', (spec) => {
  const photo = photoFor(spec);
  const count = spec.channels === 'L' ? 1 : 3;

  it('pixel space: element i of the noise lands on the same RGB pixel, scaled by σ/std of its channel', () => {
    const { report, noisy } = createNoise({ level: 0.2 }, 3, problemOf(photo));
    const range = Math.max(...photo.pixels) - Math.min(...photo.pixels);
    expect(report).toEqual({ level: 0.2, sigma: 0.2 * range, space: 'pixel' });
    const normals = normalNoise(3, 6, count * area);
    const added = addedNoise(photo, noisy(6));
    for (let i = 0; i < count * area; i++) {
      const expected = (0.2 * range * normals[i]!) / std[Math.floor(i / area)]!;
      expect(Math.abs(added[i]! - expected)).toBeLessThanOrEqual(1e-6);
    }
  });

  it('input space: range of the prepared tensor, one σ for all channels', () => {
    const { report, noisy } = createNoise({ level: 0.1, space: 'input' }, 3, problemOf(photo));
    const range = Math.max(...photo.tensor) - Math.min(...photo.tensor);
    expect(report).toEqual({ level: 0.1, sigma: 0.1 * range, space: 'input' });
    const normals = normalNoise(3, 6, count * area);
    const added = addedNoise(photo, noisy(6));
    for (let i = 0; i < count * area; i++) {
      expect(Math.abs(added[i]! - 0.1 * range * normals[i]!)).toBeLessThanOrEqual(1e-6);
    }
  });

  it('without a photo there is only the input space', () => {
    expect(createNoise({ level: 0.1, space: 'pixel' }, 0, problemOf(photo, true)).report.space).toBe('input');
  });

  it('of a photo of one colour has σ = 0 in pixel space, and changes nothing', () => {
    const flat = photoFor(spec, new Uint8Array(3 * area).fill(77));
    const { report, noisy } = createNoise({ level: 0.5 }, 0, problemOf(flat));
    expect(report.sigma).toBe(0);
    expect(noisy(0)).toEqual(flat.tensor);
    expect(noisy(0)).not.toBe(flat.tensor);
  });
});

describe('σ', () => {
  it('is level × (max − min) over all pixels and channels, not per channel and not 0..255', () => {
    const data = new Uint8Array(3 * area).fill(102);
    data[0] = 51; // red of the first pixel
    data[3 * area - 1] = 204; // blue of the last
    const { report } = createNoise({ level: 0.15 }, 0, problemOf(photoFor(specs[0], data)));
    expect(report.sigma).toBeCloseTo((0.15 * (204 - 51)) / 255, 7);
  });

  it('of the input space differs where channels have different deviations', () => {
    const photo = photoFor(specs[0]);
    const pixel = createNoise({ level: 1 }, 0, problemOf(photo)).report.sigma!;
    const input = createNoise({ level: 1, space: 'input' }, 0, problemOf(photo)).report.sigma!;
    expect(input).toBeGreaterThan(pixel);
  });

  it('level 0 leaves the photo as it is', () => {
    const photo = photoFor(specs[0]);
    expect(createNoise({ level: 0 }, 0, problemOf(photo)).noisy(4)).toEqual(photo.tensor);
  });

  it('the noise is neither clipped nor rounded', () => {
    const photo = photoFor(specs[0]);
    const added = addedNoise(photo, createNoise({ level: 5 }, 0, problemOf(photo)).noisy(0));
    const pixels = photo.pixels.map((value, i) => value + added[i]! * std[Math.floor(i / area)]!);
    expect(Math.max(...pixels)).toBeGreaterThan(1);
    expect(Math.min(...pixels)).toBeLessThan(0);
    expect(pixels.some((value) => Math.abs(value * 255 - Math.round(value * 255)) > 0.1)).toBe(true);
  });
});

describe('the noise', () => {
  const photo = photoFor(specs[0]);

  it('depends on seed and sample alone', () => {
    const copy = (seed: number, sample: number) => createNoise({ level: 0.1 }, seed, problemOf(photo)).noisy(sample);
    expect(copy(1, 2)).toEqual(copy(1, 2));
    expect(copy(1, 2)).not.toEqual(copy(2, 1));
    expect(copy(1, 2)).not.toEqual(copy(1, 3));
  });

  it('does not touch the clean tensor', () => {
    const before = photo.tensor.slice();
    createNoise({ level: 0.1 }, 0, problemOf(photo)).noisy(0);
    expect(photo.tensor).toEqual(before);
  });

  it('may be a function of the sample, in prepared units', () => {
    const supplied = (sample: number) => new Float32Array(3 * area).fill(sample);
    const { report, noisy } = createNoise(supplied, 9, problemOf(photo));
    expect(report).toEqual({ level: null, sigma: null, space: 'input' });
    expect(noisy(2)).toEqual(photo.tensor.map((value) => value + 2));
    const short = createNoise(() => new Float32Array(4), 0, problemOf(photo));
    expect(() => short.noisy(0)).toThrow(`the noise has 4 values, the input ${3 * area}`);
  });

  it.each([-0.1, Number.NaN, Number.POSITIVE_INFINITY])('level %d is refused', (level) => {
    expect(() => createNoise({ level }, 0, problemOf(photo))).toThrow(RangeError);
    expect(() => createNoise({ level }, 0, problemOf(photo))).toThrow(`the noise level is ${level}`);
  });
});

it.each([
  ['NCHW', 'RGB'],
  ['NCHW', 'BGR'],
  ['NHWC', 'BGR'],
] as const)('a bare %s %s tensor gets the noise its photo gets in input space', (layout, channels) => {
  const photo = photoFor({ layout, channels });
  const noise = { level: 0.2, space: 'input' } as const;
  const withPhoto = createNoise(noise, 5, problemOf(photo)).noisy(3);
  expect(createNoise(noise, 5, problemOf(photo, true)).noisy(3)).toEqual(withPhoto);
});
