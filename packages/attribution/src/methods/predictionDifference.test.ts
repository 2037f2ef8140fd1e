import { elementIndex, type PixelImage, preparePhoto, preset, type TensorSpec } from '@smoothgrad/image';
import { float32Tensor, int64Tensor } from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { fakeClassifier } from '../../../../tests/support/fakeClassifier.ts';
import { modelOf, node, numbers } from '../../../../tests/support/graphs.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { openClassifier } from '../classifier/classifier.ts';
import { explain } from '../explain.ts';
import type { Problem } from './method.ts';
import { evidenceOfPatches, type PatchModel, predictionDifference } from './predictionDifference.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const side = 16;
const image: PixelImage = {
  width: side,
  height: side,
  channels: 3,
  data: Uint8Array.from(numbers(side * side * 3, 5), (value) => Math.floor((value + 1) * 127.9)),
};
const photoOf = (spec: TensorSpec) =>
  preparePhoto(image, { ...preset('torchvision', side), resize: { mode: 'none' }, channels: spec.channels }, spec);
const bgr: TensorSpec = { layout: 'NHWC', channels: 'BGR', height: side, width: side };
const photo = photoOf(bgr);

/** A patch's pixels are m + a u + b e_i: one thing in common, and each by itself. */
const [m, a, b] = [0.4, 0.15, 0.25];
const learn = async (_: TensorSpec, size: number): Promise<PatchModel> => {
  const d = 3 * size * size;
  return {
    mean: new Float64Array(d).fill(m),
    covariance: Float64Array.from({ length: d * d }, (_, i) => a * a + (i % (d + 1) === 0 ? b * b : 0)),
  };
};

/** Two classes: the logits are ±s/2, s = Σ w · prepared tensor. */
const slopes = numbers(photo.tensor.length, 6, 0.25);
const linear = (point: Float32Array) => point.reduce((sum, value, i) => sum + slopes[i]! * value, 0);
const start = linear(photo.tensor);
function problemOf(overrides: Partial<Problem> = {}): Problem {
  const classifier = fakeClassifier({
    layout: 'NHWC',
    channels: 3,
    height: side,
    width: side,
    classes: 2,
    gradient(point) {
      const s = (linear(point) - start) / 2;
      return { gradient: new Float32Array(point.length), logits: Float32Array.of(s, -s) };
    },
  });
  return { classifier, tensor: photo.tensor, photo, cotangents: [Float32Array.of(1, 0)], ...overrides };
}

/** E σ(s) for normal s, and the variance of σ(s), by the midpoint rule. */
function logisticNormal(mean: number, deviation: number): { expected: number; variance: number } {
  let [expected, square, weight] = [0, 0, 0];
  for (let z = -8; z <= 8; z += 1e-3) {
    const w = Math.exp((-z * z) / 2);
    const p = 1 / (1 + Math.exp(-(mean + deviation * z)));
    expected += w * p;
    square += w * p * p;
    weight += w;
  }
  expected /= weight;
  return { expected, variance: square / weight - expected ** 2 };
}

describe('prediction difference of a linear network under a known Gaussian', () => {
  const [window, margin, samples] = [4, 2, 1000];
  const size = window + 2 * margin;
  const indexOf = elementIndex(bgr);
  const pixels = (top: number, left: number, length: number) =>
    [0, 1, 2].flatMap((channel) =>
      Array.from({ length: length ** 2 }, (_, i) => {
        const [row, column] = [top + Math.floor(i / length), left + (i % length)];
        return { channel, row, column, index: indexOf(channel, row, column), gain: photo.gain[channel]! };
      }),
    );
  const pixelOf = ({ channel, row, column }: { channel: number; row: number; column: number }) =>
    photo.pixels[(channel * side + row) * side + column]!;

  it('every window has the evidence of the closed form', async () => {
    const trainingSize = 1e9;
    const method = evidenceOfPatches(learn, { window, margin, stride: window, samples, trainingSize, seed: 1 });
    const { findings } = await method.evaluate(problemOf(), photo.tensor);
    const { map, facts } = findings[0]!;
    expect(map).toHaveLength(side * side);
    expect(facts).toEqual({ window, surroundings: size, stride: window, samples, seed: 1, N: trainingSize, K: 2 });
    let strongest = 0;
    for (let top = 0; top < side; top += window) {
      for (let left = 0; left < side; left += window) {
        const inside = (at: number) => Math.min(Math.max(at - margin, 0), side - size);
        const hidden = pixels(top, left, window);
        const isHidden = new Set(hidden.map(({ index }) => index));
        const given = pixels(inside(top), inside(left), size).filter(({ index }) => !isHidden.has(index));
        // u given k pixels: normal with mean a Σ(x − m)/(b² + k a²) and variance b²/(b² + k a²).
        const spread = b * b + given.length * a * a;
        const u = (a * given.reduce((sum, pixel) => sum + pixelOf(pixel) - m, 0)) / spread;
        const weight = ({ index, gain }: { index: number; gain: number }) => slopes[index]! * gain;
        const mean = hidden.reduce((sum, pixel) => sum + weight(pixel) * (m + a * u - pixelOf(pixel)), 0);
        const alike = hidden.reduce((sum, pixel) => sum + weight(pixel), 0);
        const apart = hidden.reduce((sum, pixel) => sum + weight(pixel) ** 2, 0);
        const deviation = Math.sqrt(a * a * ((b * b) / spread) * alike ** 2 + b * b * apart);
        const { expected: q, variance } = logisticNormal(mean, deviation);
        const error = Math.sqrt(variance / samples) / (q * (1 - q) * Math.LN2);
        const expected = -Math.log2(q / (1 - q));
        strongest = Math.max(strongest, Math.abs(expected) / error);
        expect(Math.abs(map[top * side + left]! - expected), `window at ${top}, ${left}`).toBeLessThan(
          4.5 * error + 1e-4,
        );
        expect(map[(top + 3) * side + left + 3]).toBe(map[top * side + left]);
      }
    }
    // The test can tell evidence from none.
    expect(strongest).toBeGreaterThan(30);
  });

  it('a contrast is the difference of both evidences; for two classes these are opposite', async () => {
    const cotangents = [Float32Array.of(1, 0), Float32Array.of(0, 1), Float32Array.of(1, -1)];
    const method = evidenceOfPatches(learn, { window: 8, margin: 0, stride: 8, samples: 3 });
    const { findings } = await method.evaluate(problemOf({ cotangents }), photo.tensor);
    const [one, other, contrast] = findings.map(({ map }) => map[0]!);
    expect(one).not.toBe(0);
    expect(other).toBeCloseTo(-one!, 4);
    expect(contrast).toBeCloseTo(2 * one!, 4);
  });

  it('is the same whatever runs at once, and another with another seed', async () => {
    const of = async (seed: number, parallel: number) => {
      const problem = problemOf();
      const method = evidenceOfPatches(learn, { window: 8, margin: 1, stride: 4, samples: 2, seed });
      const classifier = { ...problem.classifier, parallel };
      return [...(await method.evaluate({ ...problem, classifier }, photo.tensor)).findings[0]!.map];
    };
    expect(await of(0, 1)).toEqual(await of(0, 4));
    expect(await of(0, 1)).not.toEqual(await of(1, 1));
  });

  it('the passes are known before: replacements of each window, and the photo', async () => {
    const method = evidenceOfPatches(learn, { window: 6, margin: 1, stride: 5, samples: 3 });
    const seen: number[] = [];
    for await (const { samples: done, total } of method.refine(problemOf())) {
      // Windows at 0, 5 and 10, both ways.
      expect(total).toBe(9 * 3 + 1);
      seen.push(done);
    }
    expect(seen).toEqual(Array.from({ length: 28 }, (_, k) => k + 1));
  });

  it('refuses what it cannot do', async () => {
    expect(() => evidenceOfPatches(learn, { samples: 0 })).toThrow('the number of samples is 0');
    expect(() => evidenceOfPatches(learn, { margin: -1 })).toThrow('the margin around a window is -1');
    expect(() => evidenceOfPatches(learn, { window: 4 })).toThrow('leaves gaps');
    const run = (overrides: Partial<Problem>, options = {}) =>
      evidenceOfPatches(learn, options).evaluate(problemOf(overrides), photo.tensor);
    await expect(run({ photo: undefined })).rejects.toThrow('give a photo');
    await expect(run({}, { window: 14 })).rejects.toThrow(
      'surroundings of 18x18 pixels are larger than the input of the model, 16x16',
    );
    await expect(predictionDifference({ patches: [] }).evaluate(problemOf(), photo.tensor)).rejects.toThrow(
      'no photos to learn patches from',
    );
  });
});

describe('prediction difference of a network that looks at the left half only', () => {
  it('finds exactly nothing in the right half', async () => {
    const classifier = await openClassifier(
      modelOf({
        inputs: { x: [1, 3, side, side] },
        nodes: [
          node('Slice', ['x', 'starts', 'ends', 'axes'], ['left']),
          node('Flatten', ['left'], ['flat']),
          node('MatMul', ['flat', 'w'], ['y']),
          node('Softmax', ['y'], ['p']),
        ],
        outputs: ['p'],
        constants: [
          float32Tensor('w', [3 * side * 8, 3], numbers(3 * side * 8 * 3, 7, 0.1)),
          int64Tensor('starts', [1], [0]),
          int64Tensor('ends', [1], [8]),
          int64Tensor('axes', [1], [3]),
        ],
      }),
      engine,
    );
    const subject = photoOf({ layout: 'NCHW', channels: 'RGB', height: side, width: side });
    const photos = async () => [image];
    const method = predictionDifference({ patches: photos, window: 4, margin: 1, stride: 4, samples: 2 });
    const { map, shape, unit, facts } = await explain(classifier, subject, { method });
    expect(shape).toEqual([1, side, side]);
    expect(unit).toEqual({ text: 'bits', order: 0 });
    expect(facts).toMatchObject({ N: 1_281_167, K: 3, patches: 10_000, patchPhotos: 1, surroundings: 6 });
    for (const [i, value] of map.entries()) {
      if (i % side < 8) expect(Math.abs(value)).toBeGreaterThan(1e-6);
      else expect(value).toBe(0);
    }
    await classifier.close();
  });
});
