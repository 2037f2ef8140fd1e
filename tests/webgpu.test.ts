import { readFileSync } from 'node:fs';
import { decodeNpz } from '@smoothgrad/attribution';
import { elementCount, writeModel } from '@smoothgrad/onnx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, openWebGpu, type WebGpu } from './support/browser.ts';
import { type BuiltExplainer, explainerOf, explainerOfFile, gradientIn, networks } from './support/builtExplainer.ts';
import { cosine, relativeDistance } from './support/compare.ts';
import { modelOf, node, numbers } from './support/graphs.ts';
import { oneHot } from './support/models.ts';
import { sharedPath } from './support/shared.ts';
import { smoothCnn, smoothVit } from './support/smoothNetworks.ts';
import { createTestEngine } from './support/testEngine.ts';

/** Explainers compiled for WebGPU, in a real browser. A node that the runtime cannot place on the GPU is an error. */
const native = createTestEngine();
const chromium = chromiumPath();
let gpu: WebGpu;

describe.skipIf(chromium === undefined)('explainers on WebGPU agree with those in the native library', () => {
  beforeAll(async () => {
    gpu = await openWebGpu(chromium!);
  });
  afterAll(async () => {
    await gpu.close();
    await native.close();
  });

  it.each([
    ['a smooth CNN', smoothCnn(32)],
    ['a small vision transformer', smoothVit()],
  ])('%s, which has no switches, to rounding', async (_, model) => {
    const [here, there] = [await explainerOf(model, native, 'cpu'), await explainerOf(model, native, 'webgpu')];
    const image = numbers(elementCount(here.input.shape), 5);
    expect(relativeDistance(await onGpu(there, image), await gradientIn(native, here, image))).toBeLessThanOrEqual(
      1e-4,
    );
  });

  it('an operator without a GPU kernel is an error, not a detour over the CPU', async () => {
    const sum = modelOf({
      inputs: { image: [1, 3, 4, 4], cotangent: [1, 2] },
      nodes: [node('Sum', ['image', 'image', 'image'], ['gradient'])],
      outputs: ['gradient'],
    });
    const bytes = writeModel(sum, 'reference');
    const input = { name: 'image', shape: [1, 3, 4, 4] } as unknown as BuiltExplainer['input'];
    const explainer = { bytes, weights: { files: new Map() }, input, classes: 2 };
    await expect(onGpu(explainer, numbers(48))).rejects.toThrow(/fallback|not assigned|CPU/i);
  });

  for (const name of networks) {
    const model = sharedPath('models', name, 'model.onnx');
    const golden = sharedPath('golden', `${name}.npz`);
    it.skipIf(model === undefined || golden === undefined)(
      name,
      async () => {
        const { input } = decodeNpz(readFileSync(golden!));
        const image = input!.data as Float32Array;
        const [here, there] = [
          await explainerOfFile(model!, native, 'cpu'),
          await explainerOfFile(model!, native, 'webgpu'),
        ];
        const [found, expected] = [await onGpu(there, image), await gradientIn(native, here, image)];
        if (name === 'vit-tiny') expect(relativeDistance(found, expected)).toBeLessThanOrEqual(1e-4);
        // Single decisions of ReLU, Clip and MaxPool flip at float32 resolution.
        expect(relativeDistance(found, expected)).toBeLessThanOrEqual(2e-2);
        expect(cosine(found, expected)).toBeGreaterThanOrEqual(0.9998);
      },
      900_000,
    );
  }
});

const onGpu = (explainer: BuiltExplainer, image: Float32Array) =>
  gpu.gradient(explainer, image.slice(0, elementCount(explainer.input.shape)), oneHot(explainer.classes, 1));
