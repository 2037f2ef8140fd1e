import { readFileSync } from 'node:fs';
import { type Classifier, decodeNpz, deconvnet, explain, guidedBackprop, type Method } from '@smoothgrad/attribution';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cosine, relativeDistance } from './support/compare.ts';
import { openFile } from './support/models.ts';
import { sharedPath } from './support/shared.ts';
import { createTestEngine } from './support/testEngine.ts';

/** Rules for rectifiers on whole networks, against Captum: how exact each file is, beside the clone in golden/README.md. */
const engine = createTestEngine();
afterAll(() => engine.close());

const folder = sharedPath('golden') && sharedPath('models');
const numbers = (array: { data: unknown } | undefined) => array!.data as Float32Array;

describe.skipIf(folder === undefined).each([
  ['squeezenet-1.1', 26, 1e-5],
  ['inception-v3-nsfw', 96, 2e-2],
] as const)('%s, against Captum', (name, rectifiers, tolerance) => {
  const golden = folder === undefined ? {} : decodeNpz(readFileSync(sharedPath('golden', `${name}.npz`)!));
  let classifier: Classifier;
  beforeEach(async () => {
    classifier = await openFile(sharedPath('models', name, 'model.onnx')!, engine, {
      recipe: guidedBackprop.recipes(1)[0],
    });
  });
  afterEach(() => classifier.close());

  it.each([
    ['guided', guidedBackprop],
    ['deconv', deconvnet],
  ] as const)('%s', async (key: string, method: Method) => {
    const target = Number((golden.target!.data as BigInt64Array)[0]);
    const { map, facts } = await explain(classifier, { tensor: numbers(golden.input) }, { method, target });
    const expected = numbers(golden[key]);
    if (process.env.SMOOTHGRAD_MEASURE) console.info(name, key, relativeDistance(map, expected), cosine(map, expected));
    expect(relativeDistance(map, expected)).toBeLessThanOrEqual(tolerance);
    expect(cosine(map, expected)).toBeGreaterThanOrEqual(0.9998);
    expect(facts).toMatchObject({ rectifiers, activations: rectifiers });
  });
});
