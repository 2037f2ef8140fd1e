import { explain, gradient, normalNoise, predict, refine, smoothGrad } from '@smoothgrad/attribution';
import { elementCount } from '@smoothgrad/onnx';
import { createWebEngine } from '@smoothgrad/web';
import { expect, it } from 'vitest';
import { cosine, relativeDistance } from '../support/compare.ts';
import { askNode } from './askNode.ts';
import { bytesOf, floatsOf } from './base64.ts';
import { demoPhoto, openBundled } from './bundled.ts';
import { openSmooth, smoothGradient } from './smoothGradient.ts';

it.each([
  [0, 0],
  [7, 3],
])('noise of seed %i, sample %i: the same bits as in Node.js', async (seed, sample) => {
  const expected = bytesOf(await askNode('noise', seed, sample, 30_001));
  const found = normalNoise(seed, sample, 30_001);
  expect(new Uint8Array(found.buffer, found.byteOffset, found.byteLength)).toEqual(expected);
});

it.each([
  ['wasm', 'a smooth CNN'],
  ['wasm', 'a small vision transformer'],
  ['webgpu', 'a smooth CNN'],
] as const)('on %s, %s, which has no switches, has the gradient of Node.js, to rounding', async (device, network) => {
  const engine = await createWebEngine({ device, threads: 1 });
  const expected = floatsOf(await askNode('gradientOf', network));
  expect(relativeDistance(await smoothGradient(network, engine), expected)).toBeLessThanOrEqual(1e-4);
  await engine.close();
});

it('after an abort the next explanation starts at once, and is what it would have been', async () => {
  const engine = await createWebEngine({ device: 'wasm', threads: 2 });
  const classifier = await openSmooth('a smooth CNN', engine);
  const photo = { tensor: new Float32Array(elementCount(classifier.input.shape)).map((_, i) => Math.sin(i)) };
  const method = (samples: number) => ({ method: smoothGrad(gradient, { samples }) });
  const expected = await explain(classifier, photo, method(2));
  const stop = new AbortController();
  const steps = refine(classifier, photo, { ...method(100_000), signal: stop.signal });
  await steps.next();
  stop.abort();
  const start = performance.now();
  expect(await steps.next()).toEqual({ done: true, value: undefined });
  expect((await explain(classifier, photo, method(2))).map).toEqual(expected.map);
  expect(performance.now() - start).toBeLessThan(2000);
  await engine.close();
});

it('the bundled classifier on WebAssembly gives the maps of Node.js', async () => {
  const engine = await createWebEngine({ device: 'wasm', threads: 2 });
  const classifier = await openBundled(engine);
  const expected = await askNode('bundledMaps');
  const photo = await classifier.prepare(await demoPhoto());
  expect(photo.tensor).toEqual(floatsOf(expected.tensor));
  expect(relativeDistance(await predict(classifier, photo.tensor), floatsOf(expected.logits))).toBeLessThan(1e-4);
  const plain = await explain(classifier, photo, { method: gradient });
  const smooth = await explain(classifier, photo, { method: smoothGrad(gradient, { samples: 4 }) });
  expect(plain.target.index).toBe(expected.target);
  for (const [found, map] of [
    [plain.map, floatsOf(expected.gradient)],
    [smooth.map, floatsOf(expected.smoothGrad)],
  ] as const) {
    // Single decisions of ReLU, Clip and MaxPool flip at float32 resolution.
    expect(relativeDistance(found, map)).toBeLessThanOrEqual(2e-2);
    expect(cosine(found, map)).toBeGreaterThanOrEqual(0.9998);
  }
  await engine.close();
});
