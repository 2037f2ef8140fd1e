import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gradient, smoothGrad } from '@smoothgrad/attribution';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeTinyModels } from '../../../tests/support/tinyModels.ts';
import { writeTinyPhotos } from '../../../tests/support/tinyPhotos.ts';
import { createNodeEngine } from './engine/createNodeEngine.ts';
import { explainFiles } from './explainFiles.ts';
import { loadModel } from './loadModel.ts';
import { openPhotoClassifier } from './photoClassifier.ts';

const folder = mkdtempSync(join(tmpdir(), 'explain-files-'));
const model = join(folder, 'tiny.onnx');
const photo = join(folder, 'photo.png');
const preprocessing = { range: '0..1' } as const;

beforeAll(async () => {
  writeTinyModels(folder);
  await writeTinyPhotos(folder);
});

describe('explainFiles', () => {
  it('explains a photo file by a model file', async () => {
    const method = smoothGrad(gradient, { samples: 3, seed: 1 });
    const result = await explainFiles(model, photo, { method, target: 'cup', preprocessing });
    expect(result).toMatchObject({
      method: 'smoothgrad',
      samples: 3,
      seed: 1,
      shape: [3, 8, 8],
      target: { index: 2, label: 'cup' },
    });
    expect(result.photo.spec).toMatchObject({ channels: 'RGB', width: 8, height: 8 });
    expect(result.photo.pixels).toHaveLength(3 * 8 * 8);
  });

  it('gives the same map for bytes and an open classifier, which stays open', async () => {
    const method = smoothGrad(gradient, { samples: 2 });
    const expected = await explainFiles(model, photo, { method, preprocessing, workers: 1 });
    const engine = createNodeEngine({ workers: 2 });
    const classifier = await openPhotoClassifier(await loadModel(model), engine, { preprocessing });
    for (let time = 0; time < 2; time++) {
      const { map } = await explainFiles(classifier, readFileSync(photo), { method });
      expect(map).toEqual(expected.map);
    }
    await engine.close();
  });

  it('throws what goes wrong', async () => {
    await expect(explainFiles(model, photo, { target: 'cat', preprocessing })).rejects.toThrow(/names 2 classes/);
    await expect(explainFiles(model, join(folder, 'text.jpg'))).rejects.toThrow(/text\.jpg is not an image/);
    await expect(explainFiles(join(folder, 'text.onnx'), photo)).rejects.toThrow(/not a readable ONNX model/);
  });
});
