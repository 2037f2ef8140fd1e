import { readFileSync } from 'node:fs';
import { decodeNpz } from '@smoothgrad/attribution';
import { elementCount } from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { explainerOf, explainerOfFile, gradientIn, networks } from './support/builtExplainer.ts';
import { cosine, relativeDistance } from './support/compare.ts';
import { numbers } from './support/graphs.ts';
import { sharedPath } from './support/shared.ts';
import { smoothCnn, smoothVit } from './support/smoothNetworks.ts';
import { createTestEngine } from './support/testEngine.ts';
import { createWasmEngine } from './support/wasmEngine.ts';

/** The same explainers in a second engine: onnxruntime-web's WebAssembly, with its own kernels. */
const native = createTestEngine();
const wasm = createWasmEngine();
afterAll(() => Promise.all([native.close(), wasm.close()]));

describe('explainers in WebAssembly agree with those in the native library', () => {
  for (const name of networks) {
    const model = sharedPath('models', name, 'model.onnx');
    const golden = sharedPath('golden', `${name}.npz`);
    it.skipIf(model === undefined || golden === undefined)(name, async () => {
      const { input } = decodeNpz(readFileSync(golden!));
      const [here, there] = [
        await explainerOfFile(model!, native, 'cpu'),
        await explainerOfFile(model!, native, 'wasm'),
      ];
      const expected = await gradientIn(native, here, input!.data as Float32Array);
      const found = await gradientIn(wasm, there, input!.data as Float32Array);
      if (name === 'vit-tiny') expect(relativeDistance(found, expected)).toBeLessThanOrEqual(1e-5);
      // Single decisions of ReLU, Clip and MaxPool flip at float32 resolution.
      expect(relativeDistance(found, expected)).toBeLessThanOrEqual(2e-2);
      expect(cosine(found, expected)).toBeGreaterThanOrEqual(0.9998);
    });
  }
});

it.each([
  ['a smooth CNN', smoothCnn(32)],
  ['a small vision transformer', smoothVit()],
])('%s, which has no switches, to rounding', async (_, model) => {
  const [here, there] = [await explainerOf(model, native, 'cpu'), await explainerOf(model, native, 'wasm')];
  const image = numbers(elementCount(here.input.shape), 5);
  const [expected, found] = [await gradientIn(native, here, image), await gradientIn(wasm, there, image)];
  expect(relativeDistance(found, expected)).toBeLessThanOrEqual(1e-5);
});
