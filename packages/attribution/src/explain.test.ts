import { type PreparedPhoto, preparePhoto } from '@smoothgrad/image';
import { describe, expect, it } from 'vitest';
import { type FakeClassifierOptions, fakeClassifier } from '../../../tests/support/fakeClassifier.ts';
import { numbers } from '../../../tests/support/graphs.ts';
import { explain, refine, StoppedError } from './explain.ts';
import { gradient } from './methods/gradient.ts';
import { NonFiniteError } from './methods/nonFiniteError.ts';
import { smoothGrad } from './smoothing/smoothGrad.ts';

/** Logits are the first elements of the tensor; the gradient is the cotangent, so it shows what was asked for. */
function echo(classes: number, options: Partial<FakeClassifierOptions> = {}) {
  const asked: number[][] = [];
  const classifier = fakeClassifier({
    width: classes,
    classes,
    gradient(tensor, cotangent) {
      asked.push([...cotangent]);
      return { gradient: cotangent.slice(), logits: tensor.slice(0, classes) };
    },
    ...options,
  });
  return { classifier, asked };
}

describe('the target', () => {
  const tensor = Float32Array.of(1, 3, 2);

  it('is the top class of the clean photo, frozen for all noisy copies', async () => {
    const { classifier, asked } = echo(3);
    // Every copy is of another class than the clean photo.
    const noise = (sample: number) => Float32Array.of(sample % 2 ? 9 : 0, -9, sample % 2 ? 0 : 9);
    const result = await explain(classifier, { tensor }, { method: smoothGrad(gradient, { samples: 4, noise }) });
    expect(result.target).toMatchObject({ index: 1, label: null, logit: 3 });
    expect(asked).toEqual([[0, 0, 0], ...Array(4).fill([0, 1, 0])]);
    expect([...result.map]).toEqual([0, 1, 0]);
    expect(result.labelAgreement).toBe(0);
  });

  it('is an index, or chosen from the clean logits', async () => {
    const { classifier, asked } = echo(3);
    const byIndex = await explain(classifier, { tensor }, { method: gradient, target: 2, labels: ['a', 'b', 'c'] });
    expect(byIndex.target).toMatchObject({ index: 2, label: 'c', logit: 2 });
    const lowest = (logits: Float32Array) => logits.indexOf(Math.min(...logits));
    const chosen = await explain(classifier, { tensor }, { method: gradient, target: lowest });
    expect(chosen.target.index).toBe(0);
    expect(asked.filter((cotangent) => cotangent.includes(1))).toEqual([
      [0, 0, 1],
      [1, 0, 0],
    ]);
  });

  it.each([-1, 3, 0.5, Number.NaN])('%d is refused', async (target) => {
    const { classifier } = echo(3);
    await expect(explain(classifier, { tensor }, { target })).rejects.toThrow(RangeError);
    await expect(explain(classifier, { tensor }, { target: () => target })).rejects.toThrow(
      `there is no class ${target}: the model has classes 0 to 2`,
    );
  });
});

describe('under noise, by hand', () => {
  // Clean logits [1, 0]. Copies: [1, 0], [0, 1], [3, 0], [0, 0].
  const tensor = Float32Array.of(1, 0);
  const shifts = [
    [0, 0],
    [-1, 1],
    [2, 0],
    [-1, 0],
  ].map((values) => Float32Array.from(values));
  const method = smoothGrad(gradient, { samples: 4, noise: (sample) => shifts[sample]! });

  it('label agreement: copies whose top class is the clean one, a tie going to the first', async () => {
    const { labelAgreement } = await explain(echo(2).classifier, { tensor }, { method });
    expect(labelAgreement).toBe(3 / 4);
    const asOther = await explain(echo(2).classifier, { tensor }, { method, target: 1 });
    expect(asOther.labelAgreement).toBe(3 / 4);
  });

  it('the mean probability of the target', async () => {
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const mean = (sigmoid(1) + sigmoid(-1) + sigmoid(3) + 0.5) / 4;
    const first = await explain(echo(2).classifier, { tensor }, { method });
    expect(first.targetProbabilityUnderNoise).toBeCloseTo(mean, 12);
    expect(first.target.probability).toBeCloseTo(sigmoid(1), 12);
    const second = await explain(echo(2).classifier, { tensor }, { method, target: 1 });
    expect(second.targetProbabilityUnderNoise).toBeCloseTo(1 - mean, 12);
    const oneByOne = await explain(echo(2, { activation: 'sigmoid' }).classifier, { tensor }, { method, target: 1 });
    expect(oneByOne.targetProbabilityUnderNoise).toBeCloseTo((0.5 + sigmoid(1) + 0.5 + 0.5) / 4, 12);
  });

  it('so far, while refining', async () => {
    const agreements: (number | null)[] = [];
    for await (const progress of refine(echo(2).classifier, { tensor }, { method })) {
      expect(progress).toMatchObject({ total: 4, target: { index: 0 } });
      // The fake gradient is the same everywhere: its mean is exact as soon as there is a spread to tell.
      expect(progress.relativeStandardError).toBe(progress.samples === 1 ? null : 0);
      const { labelAgreement, samples } = progress.attribution();
      expect(samples).toBe(progress.samples);
      agreements.push(labelAgreement);
    }
    expect(agreements).toEqual([1, 1 / 2, 2 / 3, 3 / 4]);
  });
});

describe('the result', () => {
  it('of the gradient claims nothing about noise', async () => {
    const { classifier } = echo(2);
    const result = await explain(classifier, { tensor: Float32Array.of(1, 2) }, { method: gradient });
    expect(result).toMatchObject({
      method: 'gradient',
      shape: [1, 1, 2],
      relativeStandardError: null,
      samples: 1,
      total: 1,
      labelAgreement: null,
      targetProbabilityUnderNoise: null,
      scores: classifier.scores,
    });
    expect(result.standardError).toBeUndefined();
    expect(result.noise).toBeUndefined();
    expect(result.seed).toBeUndefined();
  });

  it('of one sample has no standard error: NaN, and null', async () => {
    const method = smoothGrad(gradient, { samples: 1 });
    const result = await explain(echo(2).classifier, { tensor: Float32Array.of(1, 2) }, { method });
    expect([...result.standardError!]).toEqual([Number.NaN, Number.NaN]);
    expect(result.relativeStandardError).toBeNull();
  });

  it('by default is SmoothGrad with n = 50, 15 %, seed 0', async () => {
    const result = await explain(echo(2).classifier, { tensor: Float32Array.of(1, 3) });
    expect(result).toMatchObject({ method: 'smoothgrad', samples: 50, total: 50, seed: 0 });
    expect(result.noise).toEqual({ level: 0.15, sigma: 0.3, space: 'input' });
    expect(result.seconds).toBeGreaterThanOrEqual(0);
  });

  it('lists the five highest classes of the clean photo with labels', async () => {
    const labels = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const tensor = Float32Array.of(0, 6, 1, 5, 2, 4, 3);
    const { predictions } = await explain(echo(7).classifier, { tensor }, { method: gradient, labels });
    expect(predictions.map(({ label }) => label)).toEqual(['b', 'd', 'f', 'g', 'e']);
  });

  it.each(['NCHW', 'NHWC'] as const)('holds maps as [C,H,W] in the model’s channel order (%s, BGR)', async (layout) => {
    const [height, width] = [2, 3];
    const map = numbers(18, 4);
    const at = (c: number, i: number) => (layout === 'NCHW' ? c * 6 + i : i * 3 + c);
    const photo: PreparedPhoto = preparePhoto(
      { width, height, channels: 3, data: Uint8Array.from({ length: 18 }, (_, i) => i * 13) },
      {
        resize: { mode: 'none' },
        filter: 'bicubic',
        rescale: 1 / 255,
        mean: [0],
        std: [1],
        channels: 'BGR',
        source: 'test',
      },
      { layout, channels: 'BGR', height, width },
    );
    const { classifier } = echo(1, {
      layout,
      channels: 3,
      height,
      width,
      gradient: () => ({ gradient: map, logits: Float32Array.of(0) }),
    });
    for (const subject of [photo, { tensor: photo.tensor }]) {
      const result = await explain(classifier, subject, { method: smoothGrad(gradient, { samples: 2 }) });
      expect(result.shape).toEqual([3, height, width]);
      const expected = Array.from({ length: 18 }, (_, i) => map[at(Math.floor(i / 6), i % 6)]);
      expect([...result.map]).toEqual(expected);
      expect([...result.standardError!]).toEqual(new Array(18).fill(0));
      expect(result.noise?.space).toBe('pixels' in subject ? 'pixel' : 'input');
    }
  });
});

describe('stopping', () => {
  const tensor = Float32Array.of(1, 2);

  it('keeps what was averaged', async () => {
    const stop = new AbortController();
    const { classifier } = echo(2);
    const noise = (sample: number) => {
      if (sample === 6) stop.abort();
      return Float32Array.of(0, 0);
    };
    const result = await explain(
      classifier,
      { tensor },
      { method: smoothGrad(gradient, { samples: 1000, noise }), signal: stop.signal },
    );
    expect(result.total).toBe(1000);
    expect(result.samples).toBeGreaterThan(0);
    expect(result.samples).toBeLessThan(7);
  });

  it('before anything was done is an error, and runs nothing', async () => {
    const { classifier, asked } = echo(2);
    await expect(explain(classifier, { tensor }, { signal: AbortSignal.abort() })).rejects.toThrow(StoppedError);
    expect(asked).toEqual([]);
  });

  it('does not wait for the clean photo', async () => {
    const stop = new AbortController();
    const { classifier } = echo(2, { gradient: () => new Promise(() => {}) });
    const explanation = explain(classifier, { tensor }, { signal: stop.signal });
    stop.abort();
    await expect(explanation).rejects.toThrow(StoppedError);
  });

  it('by leaving the loop is possible too', async () => {
    const { classifier, asked } = echo(2);
    for await (const progress of refine(classifier, { tensor })) if (progress.samples === 3) break;
    expect(asked.length).toBeLessThanOrEqual(1 + 3 + 2);
  });
});

it('a gradient that is not finite is an error, already at the clean photo', async () => {
  const { classifier } = echo(2, {
    gradient: () => ({ gradient: Float32Array.of(Number.NaN, 0), logits: Float32Array.of(0, 0) }),
  });
  await expect(explain(classifier, { tensor: Float32Array.of(1, 2) })).rejects.toThrow(NonFiniteError);
});
