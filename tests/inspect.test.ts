import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inspectClassifier, prepareClassifier } from '@smoothgrad/attribution';
import { readModel } from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { sharedPath } from './support/shared.ts';
import { createTestEngine } from './support/testEngine.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const models = sharedPath('models');

async function inspect(name: string) {
  const path = sharedPath('models', name, 'model.onnx')!;
  const model = readModel(readFileSync(path), 'model.onnx');
  return inspectClassifier(model, await prepareClassifier(model, engine, { weights: { folder: dirname(path) } }));
}

describe.skipIf(models === undefined)('what classifiers beside the clone are', () => {
  it('squeezenet-1.1: scores before the Softmax, 1,235,496 parameters (torchvision)', async () => {
    const found = await inspect('squeezenet-1.1');
    expect(found.scores).toEqual({ tensor: 'flatten_output_0', activation: 'softmax', assumed: false });
    expect(found).toMatchObject({ classes: 1000, parameters: 1_235_496, unsupported: [] });
  });

  it('vit-tiny: 5,717,416 parameters (timm)', async () => {
    expect(await inspect('vit-tiny')).toMatchObject({ classes: 1000, parameters: 5_717_416 });
  });

  it('mobilenet-v2: normalisation folded into 3,504,872 parameters (torchvision) leaves one number for each channel of two', async () => {
    const channels = 17_056;
    expect((await inspect('mobilenet-v2')).parameters).toBe(3_504_872 - channels);
  });

  it.each([
    // Products of Conv, Gemm and MatMul, counted in numpy from the shapes of a run; about twice the published multiply-adds
    // (torchvision: 0.30 G for MobileNet v2, 5.7 G for Inception v3; timm: 1.3 G for ViT-Ti/16).
    ['mobilenet-v2', 601_548_544],
    ['inception-v3-nsfw', 11_423_451_584],
    ['vit-tiny', 2_507_366_400],
    ['efficientnet-lite0', 770_375_104],
  ])('%s: %i FLOPs, and two to two and a half times as many with the gradient', async (name, expected) => {
    const { flops, explainer } = await inspect(name);
    expect(flops).toBe(expected);
    expect(explainer!.flops! / expected).toBeGreaterThan(1.95);
    expect(explainer!.flops! / expected).toBeLessThan(2.5);
  });

  it('inception-v3-nsfw: 8-bit weights count, and every operator on the path has a rule', async () => {
    const found = await inspect('inception-v3-nsfw');
    expect(found).toMatchObject({ classes: 5, unsupported: [], input: { shape: [1, 3, 299, 299] } });
    expect(found.operators.find(({ op }) => op === 'BatchNormalization')).toMatchObject({ count: 94, status: 'exact' });
  });
});
