import { readFileSync } from 'node:fs';
import {
  type Classifier,
  decodeNpz,
  explain,
  gradientTimesInput,
  integratedGradients,
  type Method,
  occlusion,
} from '@smoothgrad/attribution';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cosine, largestDifference, relativeDistance } from './support/compare.ts';
import { openFile } from './support/models.ts';
import { sharedPath } from './support/shared.ts';
import { createTestEngine } from './support/testEngine.ts';

/** Methods along a path and by probes, against Captum: what each file holds and how exact it is, beside the clone in golden/README.md. */
const engine = createTestEngine();
afterAll(() => engine.close());

const folder = sharedPath('golden') && sharedPath('models');
const numbers = (array: { data: unknown } | undefined) => array!.data as Float32Array;

/** Hundreds of passes. */
const TIMEOUT = 300_000;

/** Rounding alone; others have single ReLU, Clip or MaxPool decisions that fall the other way at float32 resolution. */
const smooth = ['vit-tiny'];
const exact = ['squeezenet-1.1', 'mobilenet-v1', 'tiny-darknet', ...smooth];
const names = [...exact, 'mobilenet-v2', 'efficientnet-lite0', 'inception-v3-nsfw'];

describe.skipIf(folder === undefined).each(names)('%s, against Captum', (name) => {
  const golden = folder === undefined ? {} : decodeNpz(readFileSync(sharedPath('golden', `${name}.npz`)!));
  let classifier: Classifier;
  beforeEach(async () => {
    classifier = await openFile(sharedPath('models', name, 'model.onnx')!, engine);
  });
  afterEach(() => classifier.close());
  const attributionOf = (method: Method) => {
    const target = Number((golden.target!.data as BigInt64Array)[0]);
    return explain(classifier, { tensor: numbers(golden.input) }, { method, target });
  };
  it('input × gradient', async () => {
    const { map } = await attributionOf(gradientTimesInput);
    const expected = numbers(golden.input_x_gradient);
    if (exact.includes(name)) expect(relativeDistance(map, expected)).toBeLessThanOrEqual(1e-4);
    else expectWithinSwitches(map, expected);
  });

  it(
    'integrated gradients, 50 points from zero',
    async () => {
      const { map, facts } = await attributionOf(integratedGradients({ baseline: 'zero' }));
      const expected = numbers(golden.ig);
      if (smooth.includes(name)) expect(relativeDistance(map, expected)).toBeLessThanOrEqual(1e-4);
      else expectWithinSwitches(map, expected);
      const sum = map.reduce((total, value) => total + value, 0);
      expect(Math.abs(sum - expected.reduce((total, value) => total + value, 0))).toBeLessThan(2e-2 * Math.abs(sum));
      expect(facts.relativeGap).toBeLessThan(0.2);
    },
    TIMEOUT,
  );

  it(
    'occlusion by windows of 32 every 16',
    async () => {
      const { map } = await attributionOf(occlusion());
      expect(map).toHaveLength(numbers(golden.occlusion).length);
      expect(largestDifference(map, numbers(golden.occlusion))).toBeLessThanOrEqual(1e-4);
    },
    TIMEOUT,
  );
});

function expectWithinSwitches(actual: Float32Array, expected: Float32Array) {
  expect(actual).toHaveLength(expected.length);
  expect(relativeDistance(actual, expected)).toBeLessThanOrEqual(2e-2);
  expect(cosine(actual, expected)).toBeGreaterThanOrEqual(0.9998);
}
