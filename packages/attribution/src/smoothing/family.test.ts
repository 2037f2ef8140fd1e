import { type PreparedPhoto, preparePhoto, preset } from '@smoothgrad/image';
import { describe, expect, it } from 'vitest';
import { fakeClassifier } from '../../../../tests/support/fakeClassifier.ts';
import { explain } from '../explain.ts';
import { gradient } from '../methods/gradient.ts';
import type { Problem } from '../methods/method.ts';
import { normalNoise } from '../random/normal.ts';
import { createNoise } from './noise.ts';
import { presetNames, smoothGradPreset } from './presets.ts';
import { type SmoothGradOptions, smoothGrad } from './smoothGrad.ts';

/** S = Σ x², so that the gradient is 2x. */
const square = fakeClassifier({
  width: 3,
  parallel: 2,
  gradient: (x) => ({
    gradient: x.map((value) => 2 * value),
    logits: Float32Array.of(x.reduce((sum, v) => sum + v * v, 0)),
  }),
});
const tensor = Float32Array.of(0.5, -1, 2);
const smoothed = (options: SmoothGradOptions) =>
  explain(square, { tensor }, { method: smoothGrad(gradient, { ...options }) });
const sigma = (value: number) => ({ sigma: value });

describe('aggregations, by hand', () => {
  const noise = (sample: number) => Float32Array.of(sample - 1, 0, 0);
  // Gradients of the first element at −0.5, 0.5, 1.5: −1, 1, 3.
  it.each([
    ['mean', [1, -2, 4], Math.sqrt(8 / 6)],
    ['squared', [11 / 3, 4, 16], Math.sqrt(((1 - 11 / 3) ** 2 * 2 + (9 - 11 / 3) ** 2) / 6)],
    ['absolute', [5 / 3, 2, 4], Math.sqrt(((1 - 5 / 3) ** 2 * 2 + (3 - 5 / 3) ** 2) / 6)],
    ['variance', [4, 0, 0], undefined],
  ] as const)('%s', async (aggregation, expected, error) => {
    const { map, standardError, smoothing, method } = await smoothed({ samples: 3, noise, aggregation });
    expected.forEach((value, i) => {
      expect(map[i]).toBeCloseTo(value, 5);
    });
    if (error === undefined) expect(standardError).toBeUndefined();
    else expect(standardError![0]).toBeCloseTo(error, 5);
    expect(smoothing).toMatchObject({ aggregation, standardError: error === undefined ? 'none' : 'estimate' });
    expect(method).toBe(aggregation === 'mean' ? 'smoothgrad' : `smoothgrad-${aggregation}`);
  });

  it('have the units of what they are', () => {
    const unit = (aggregation: SmoothGradOptions['aggregation']) => smoothGrad(gradient, { aggregation }).unit;
    expect(unit('mean')).toEqual(gradient.unit);
    expect(unit('squared')).toEqual({ text: '(∂S/∂pixel)²', order: 2 });
    expect(unit('variance')).toEqual({ text: '(∂S/∂pixel)²', order: 2 });
    expect(unit('absolute')).toEqual({ text: '|∂S/∂pixel|', order: 1 });
  });
});

describe('sampling designs, on a gradient that is linear in the noise', () => {
  it.each(['antithetic', 'centered'] as const)('%s: the mean is exact', async (sampling) => {
    const { map, samples } = await smoothed({ samples: 10, noise: sigma(1), sampling });
    expect(samples).toBe(10);
    for (let i = 0; i < 3; i++) expect(map[i]).toBeCloseTo(2 * tensor[i]!, 5);
    const plain = await smoothed({ samples: 10, noise: sigma(1) });
    expect(Math.abs(plain.map[0]! - 1)).toBeGreaterThan(1e-3);
  });

  it('antithetic: the standard error is that of the means of pairs, here 0; of iid samples it is 2σ/√n', async () => {
    const { standardError, smoothing } = await smoothed({ samples: 400, noise: sigma(1), sampling: 'antithetic' });
    expect(Math.max(...standardError!)).toBeLessThan(1e-6);
    expect(smoothing!.standardError).toBe('estimate');
    const plain = await smoothed({ samples: 400, noise: sigma(1) });
    for (const error of plain.standardError!) expect(Math.abs(error - 0.1)).toBeLessThan(0.015);
  });

  it('antithetic copies lie on opposite sides, made of draw ⌊k/2⌋', async () => {
    const seen: Float32Array[] = [];
    const recording = fakeClassifier({
      width: 3,
      gradient(x) {
        seen.push(x.map((value, i) => value - tensor[i]!));
        return { gradient: x, logits: Float32Array.of(0) };
      },
    });
    const method = smoothGrad(gradient, { samples: 4, noise: sigma(1), seed: 9, sampling: 'antithetic' });
    await explain(recording, { tensor }, { method, logits: Float32Array.of(0) });
    const draws = [0, 0, 1, 1].map((k) => normalNoise(9, k, 3));
    seen.forEach((noise, k) => {
      noise.forEach((value, i) => {
        expect(value).toBeCloseTo((k % 2 === 0 ? 1 : -1) * draws[k]![i]!, 5);
      });
    });
  });

  it('centered: copies keep the spread of the noise, and the error is called an upper bound', async () => {
    const copies: number[] = [];
    const recording = fakeClassifier({
      width: 1,
      gradient(x) {
        copies.push(x[0]!);
        return { gradient: x, logits: Float32Array.of(0) };
      },
    });
    const method = smoothGrad(gradient, { samples: 500, noise: sigma(0.5), sampling: 'centered' });
    const clean = { tensor: Float32Array.of(0) };
    const { smoothing } = await explain(recording, clean, { method, logits: Float32Array.of(0) });
    const meanOf = copies.reduce((sum, value) => sum + value, 0) / 500;
    const spread = Math.sqrt(copies.reduce((sum, value) => sum + (value - meanOf) ** 2, 0) / 499);
    expect(Math.abs(meanOf)).toBeLessThan(1e-6);
    expect(Math.abs(spread - 0.5)).toBeLessThan(0.05);
    expect(smoothing!.standardError).toBe('upper bound');
  });

  it('clean-last: one sample is the gradient itself', async () => {
    expect([...(await smoothed({ samples: 1, noise: sigma(1), sampling: 'clean-last' })).map]).toEqual([1, -2, 4]);
    const { map } = await smoothed({ samples: 2, noise: sigma(1), sampling: 'clean-last' });
    expect(map[0]).toBeCloseTo(1 + normalNoise(0, 0, 1)[0]!, 5);
  });
});

describe('adaptive sampling', () => {
  it('stops at the first sample from the 10th on whose relative standard error is below the precision', async () => {
    const result = await smoothed({ noise: sigma(1), precision: 0.1 });
    expect(result.smoothing).toMatchObject({ precision: 0.1, stopped: 'precision' });
    expect(result.relativeStandardError).toBeLessThan(0.1);
    expect(result.samples).toBeGreaterThan(10);
    expect(result.samples).toBeLessThan(1000);
    const before = await smoothed({ noise: sigma(1), samples: result.samples - 1 });
    expect(before.relativeStandardError).toBeGreaterThanOrEqual(0.1);
    expect((await smoothed({ noise: sigma(1e-3), precision: 0.1 })).samples).toBe(10);
  });

  it('gives up at the largest number of samples, and says so', async () => {
    const { samples, smoothing } = await smoothed({ noise: sigma(1), precision: 1e-4, maxSamples: 12 });
    expect(samples).toBe(12);
    expect(smoothing!.stopped).toBe('max-samples');
  });

  it('of a fixed number says that they were taken', async () => {
    expect((await smoothed({ samples: 3, noise: sigma(1) })).smoothing).toMatchObject({ stopped: 'samples' });
  });
});

describe('noise', () => {
  const image = { width: 2, height: 1, channels: 3, data: Uint8Array.of(0, 128, 255, 10, 200, 30) } as const;

  it.each([
    ['NCHW', 'RGB'],
    ['NHWC', 'BGR'],
  ] as const)('that is clipped leaves no pixel outside [0,1] (%s %s)', (layout, channels) => {
    const preprocessing = { ...preset('torchvision'), resize: { mode: 'none' } as const, crop: undefined, channels };
    const photo: PreparedPhoto = preparePhoto(image, preprocessing, { layout, channels, width: 2, height: 1 });
    const classifier = fakeClassifier({ layout, channels: 3, width: 2, gradient: (x) => ({ gradient: x, logits: x }) });
    const problem: Problem = { classifier, photo, tensor: photo.tensor, cotangents: [] };
    const [black, white] = [0, 255].map(
      (value) =>
        preparePhoto({ ...image, data: new Uint8Array(6).fill(value) }, preprocessing, photo.spec)
          .tensor as Float32Array,
    );
    const { noisy, report } = createNoise({ sigma: 2, clip: true }, 1, problem);
    const free = createNoise({ sigma: 2 }, 1, problem).noisy(0);
    expect(report).toEqual({ level: null, sigma: 2, space: 'pixel', clip: true });
    const clipped = noisy(0);
    clipped.forEach((value, i) => {
      expect(value).toBeCloseTo(Math.min(Math.max(free[i]!, black![i]!), white![i]!), 5);
    });
    expect(clipped).not.toEqual(free);
  });

  it('of a bare tensor is clipped to its range', () => {
    const { noisy } = createNoise({ sigma: 5, clip: true }, 0, { classifier: square, tensor, cotangents: [] });
    for (const value of noisy(0)) expect(value >= -1 && value <= 2).toBe(true);
  });
});

describe('refused', () => {
  it.each([
    [{ precision: 0 }, 'the precision is 0'],
    [{ precision: 0.1, sampling: 'centered' }, 'centered sampling needs the number of samples beforehand'],
    [{ precision: 0.1, aggregation: 'variance' }, 'the variance has no standard error'],
    [{ precision: 0.1, maxSamples: 0 }, 'the largest number of samples is 0'],
    [{ samples: 3, sampling: 'antithetic' }, 'antithetic sampling takes samples by 2: 3 is no multiple'],
    [{ samples: 1, sampling: 'centered' }, 'centered sampling needs at least 2 samples'],
    [{ aggregation: 'variance', sampling: 'antithetic' }, 'the variance needs independent samples'],
    [{ noise: { level: 0.1, sigma: 1 } }, 'the noise has both a level (0.1) and σ (1)'],
    [{ noise: { sigma: -1 } }, 'σ is -1'],
    [{ noise: () => tensor, sampling: 'antithetic' }, 'noise that is supplied'],
  ] as const)('%j', (options, message) => {
    expect(() => smoothGrad(gradient, options)).toThrow(RangeError);
    expect(() => smoothGrad(gradient, options)).toThrow(message);
  });
});

describe('presets', () => {
  // S = x², x = 0.5, σ = 1: the same name, three answers (computed in numpy from their definitions).
  const one = { tensor: Float32Array.of(0.5) };
  const ofOne = fakeClassifier({
    width: 1,
    gradient: (x) => ({ gradient: x.map((value) => 2 * value), logits: Float32Array.of(x[0]! ** 2) }),
  });
  it.each([
    ['mean', 1.0, 0.15],
    ['absolute', 1.791, 0.1],
    ['squared', 5.0, 0.5],
  ] as const)('mean, absolute and squared disagree: %s', async (aggregation, expected, tolerance) => {
    const method = smoothGrad(gradient, { samples: 4000, noise: sigma(1), aggregation });
    expect(Math.abs((await explain(ofOne, one, { method })).map[0]! - expected)).toBeLessThan(tolerance);
  });

  it.each([
    ['paper', 50, { level: 0.15, sigma: 0.45, space: 'input' }, 'mean'],
    ['pair-2017', 50, { level: 0.2, sigma: 0.6, space: 'input' }, 'mean'],
    ['pair', 25, { level: 0.15, sigma: 0.45, space: 'input' }, 'squared'],
    ['captum', 5, { level: null, sigma: 1, space: 'input' }, 'absolute'],
    ['innvestigate', 64, { level: null, sigma: 1, space: 'input' }, 'mean'],
    ['zennit', 20, { level: 0.1, sigma: 0.3, space: 'input' }, 'mean'],
    ['xplique', 50, { level: null, sigma: 0.2, space: 'input' }, 'mean'],
    ['tf-keras-vis', 20, { level: 0.2, sigma: 0.6, space: 'input' }, 'absolute'],
  ] as const)('%s: n, noise and statistic', async (name, samples, { sigma: s, ...noise }, aggregation) => {
    const result = await explain(square, { tensor }, { method: smoothGradPreset(name).method });
    expect(result.samples).toBe(samples);
    expect(result.noise).toMatchObject(noise);
    expect(result.noise!.sigma).toBeCloseTo(s, 6);
    expect(result.smoothing!.aggregation).toBe(aggregation);
  });

  it('all have a line about them; others are refused with the list', () => {
    expect(presetNames).toHaveLength(9);
    for (const name of presetNames) expect(smoothGradPreset(name).about.length).toBeGreaterThan(20);
    expect(() => smoothGradPreset('keras' as 'paper')).toThrow("no preset 'keras'; the presets are paper, pair-2017");
  });
});
