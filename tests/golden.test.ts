import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeNpz, explain, gradient, smoothGrad } from '@smoothgrad/attribution';
import { afterAll, describe, expect, it } from 'vitest';
import { cosine, largestDifference, relativeDistance } from './support/compare.ts';
import { oneHot, openFile } from './support/models.ts';
import { repositoryRoot, sharedPath } from './support/shared.ts';
import { createTestEngine } from './support/testEngine.ts';

/** Gradients computed by PyTorch; what each file holds and how exact it is: golden/README.md, here and beside the clone. */
const engine = createTestEngine();
afterAll(() => engine.close());

const numbers = (array: { data: unknown } | undefined) => array!.data as Float32Array;

/** Where single ReLU, Clip or MaxPool decisions flip at float32 resolution. */
function expectWithinSwitches(actual: Float32Array, expected: Float32Array) {
  expect(relativeDistance(actual, expected)).toBeLessThanOrEqual(2e-2);
  expect(cosine(actual, expected)).toBeGreaterThanOrEqual(0.9998);
}

describe('the bundled classifier on the demo photos, against float64 autograd', () => {
  const model = join(repositoryRoot, 'models', 'efficientnet-lite0', 'model.onnx');
  const golden = (name: string) => decodeNpz(readFileSync(join(repositoryRoot, 'golden', `${name}.npz`)));

  for (const photo of ['cat', 'coffee', 'cat-and-coffee']) {
    it(`gradient on ${photo}`, async () => {
      const file = golden(photo);
      const classifier = await openFile(model, engine);
      const targets = ['target', 'second_target'].filter((key) => file[key] !== undefined);
      for (const key of targets) {
        const target = Number((file[key]!.data as BigInt64Array)[0]);
        const result = await classifier.gradient(numbers(file.input), oneHot(1000, target));
        expect(largestDifference(result.logits, numbers(file.logits))).toBeLessThanOrEqual(1e-4);
        expectWithinSwitches(result.gradient, numbers(file[key.replace('target', 'gradient')]));
      }
      await classifier.close();
    });
  }

  it('SmoothGrad with the documented fixed noise', async () => {
    const file = golden('cat');
    const classifier = await openFile(model, engine);
    const sigma = numbers(file.sigma)[0]!;
    const method = smoothGrad(gradient, {
      samples: 8,
      noise: (sample) => documentedNoise(sample, 3 * 224 * 224, sigma),
    });
    const result = await explain(classifier, { tensor: numbers(file.input) }, { method, target: 282 });
    expectWithinSwitches(result.map, numbers(file.smoothgrad_fixed_noise));
    expect(result).toMatchObject({
      samples: 8,
      noise: { level: null, sigma: null, space: 'input' },
      target: { index: 282 },
    });
    await classifier.close();
  });
});

/** golden/README.md, "The fixed noise". */
function documentedNoise(sample: number, length: number, sigma: number): Float32Array {
  let state = (40503 * (sample + 1)) >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    const normal = Math.fround((((state >>> 8) + 0.5) / 2 ** 24 - 0.5) * 3.4641016151377544);
    return sigma * normal;
  });
}

const sharedModels = sharedPath('golden') && sharedPath('models');

describe.skipIf(sharedModels === undefined)('classifiers beside the clone, against PyTorch and Captum', () => {
  const exact = ['squeezenet-1.1', 'mobilenet-v1', 'tiny-darknet', 'vit-tiny'];
  const switching = ['mobilenet-v2', 'efficientnet-lite0', 'inception-v3-nsfw'];
  const golden = (name: string) => decodeNpz(readFileSync(sharedPath('golden', `${name}.npz`)!));
  /** tiny-darknet.npz holds the noise of all networks of its size; squeezenet-1.1 has its own. */
  const withNoise = [
    'squeezenet-1.1',
    'tiny-darknet',
    'mobilenet-v1',
    'mobilenet-v2',
    'efficientnet-lite0',
    'vit-tiny',
  ];

  for (const name of [...exact, ...switching]) {
    it(`${name}: logits, gradient, input × gradient`, async () => {
      const file = golden(name);
      const classifier = await openFile(sharedPath('models', name, 'model.onnx')!, engine);
      const target = Number((file.target!.data as BigInt64Array)[0]);
      const input = numbers(file.input);
      const result = await classifier.gradient(input, oneHot(classifier.scores.classes, target));
      expect(largestDifference(result.logits, numbers(file.logits))).toBeLessThanOrEqual(1e-4);
      if (exact.includes(name)) {
        expect(relativeDistance(result.gradient, numbers(file.gradient))).toBeLessThanOrEqual(1e-4);
        const product = result.gradient.map((value, i) => value * input[i]!);
        expect(relativeDistance(product, numbers(file.input_x_gradient))).toBeLessThanOrEqual(1e-4);
      } else expectWithinSwitches(result.gradient, numbers(file.gradient));
      await classifier.close();
    });
  }

  for (const name of withNoise) {
    it(`${name}: SmoothGrad with fixed noise`, async () => {
      const file = golden(name);
      const noise = numbers((name === 'squeezenet-1.1' ? file : golden('tiny-darknet')).noise);
      const sigma = numbers(file.sigma)[0]!;
      const classifier = await openFile(sharedPath('models', name, 'model.onnx')!, engine);
      const length = numbers(file.input).length;
      const method = smoothGrad(gradient, {
        samples: 8,
        noise: (sample) => noise.slice(sample * length, (sample + 1) * length).map((value) => sigma * value),
      });
      const target = Number((file.target!.data as BigInt64Array)[0]);
      const result = await explain(classifier, { tensor: numbers(file.input) }, { method, target });
      expectWithinSwitches(result.map, numbers(file.smoothgrad_fixed_noise));
      await classifier.close();
    });
  }
});
