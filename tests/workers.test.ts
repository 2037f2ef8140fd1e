import { join } from 'node:path';
import { type Attribution, explain, gradient, openClassifier, smoothGrad } from '@smoothgrad/attribution';
import { createNodeEngine, loadModel, openPhotoClassifier } from '@smoothgrad/node';
import type { Engine } from '@smoothgrad/onnx';
import { beforeAll, describe, expect, it } from 'vitest';
import { relativeDistance } from './support/compare.ts';
import { repositoryRoot } from './support/shared.ts';
import { createTestEngine } from './support/testEngine.ts';

/** The bundled classifier on a demo photo: the map must not tell how it was computed. */
const model = join(repositoryRoot, 'models', 'efficientnet-lite0');
const photo = join(repositoryRoot, 'photos', 'cat.jpg');
const method = smoothGrad(gradient, { samples: 6, seed: 3 });

async function explained(engine: Engine): Promise<Attribution> {
  try {
    const classifier = await openPhotoClassifier(await loadModel(model), engine);
    return await explain(classifier, await classifier.prepare(photo), { method, labels: classifier.labels });
  } finally {
    await engine.close();
  }
}

describe('whatever the number of workers', () => {
  let inProcess: Attribution;
  beforeAll(async () => {
    inProcess = await explained(createTestEngine());
  });

  it.each([1, 2, 3])('%i: map, standard error and statistics are the same bits', async (workers) => {
    const { map, standardError, seconds: _, ...rest } = await explained(createNodeEngine({ workers }));
    const { map: expectedMap, standardError: expectedError, seconds: __, ...expected } = inProcess;
    expect(isSame(map, expectedMap)).toBe(true);
    expect(isSame(standardError!, expectedError!)).toBe(true);
    expect(rest).toEqual(expected);
    expect(rest.target.label).toContain('tiger cat');
  });

  it('two explanations at the same time do not mix', async () => {
    const engine = createNodeEngine({ workers: 2 });
    const { model: source, weights } = await loadModel(model);
    const classifier = await openClassifier(await source(), engine, { weights });
    const { tensor } = await (await openPhotoClassifier(await loadModel(model), engine)).prepare(photo);
    const both = [281, 282].map((target) => explain(classifier, { tensor }, { method, target }));
    const [first, second] = await Promise.all(both);
    const alone = await explain(classifier, { tensor }, { method, target: 281 });
    await engine.close();
    expect(isSame(first!.map, alone.map)).toBe(true);
    expect(relativeDistance(second!.map, first!.map)).toBeGreaterThan(0.1);
  });
});

/** Bit for bit. */
const isSame = (a: Float32Array, b: Float32Array) => bytes(a).equals(bytes(b));

const bytes = ({ buffer, byteOffset, byteLength }: Float32Array) => Buffer.from(buffer, byteOffset, byteLength);
