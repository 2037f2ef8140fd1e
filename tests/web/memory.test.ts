import { explain, gradient, openClassifier, smoothGrad } from '@smoothgrad/attribution';
import { float32Tensor, int, ints } from '@smoothgrad/onnx';
import { createWebEngine } from '@smoothgrad/web';
import { expect, it } from 'vitest';
import { modelOf, node, numbers, weights } from '../support/graphs.ts';

declare global {
  interface Performance {
    /** Chromium, in an isolated page: of the page and all its workers, WebAssembly included. */
    measureUserAgentSpecificMemory(): Promise<{ readonly bytes: number }>;
  }
}

const side = 64;

/** Two megabytes of weights: a session that is not released would be noticed. */
const model = modelOf({
  inputs: { image: [1, 3, side, side] },
  nodes: [
    node('Conv', ['image', 'w1'], ['c1'], { pads: ints([1, 1, 1, 1]), strides: ints([2, 2]) }),
    node('Relu', ['c1'], ['a1']),
    node('Conv', ['a1', 'w2'], ['c2'], { pads: ints([1, 1, 1, 1]), strides: ints([2, 2]) }),
    node('Relu', ['c2'], ['a2']),
    node('GlobalAveragePool', ['a2'], ['pooled']),
    node('Flatten', ['pooled'], ['flat']),
    node('Gemm', ['flat', 'w3', 'b3'], ['logits'], { transB: int(1) }),
  ],
  outputs: ['logits'],
  constants: [
    weights('w1', [64, 3, 3, 3], 1),
    weights('w2', [256, 64, 3, 3], 2),
    weights('w3', [1000, 256], 3),
    float32Tensor('b3', [1000], new Float32Array(1000)),
  ],
});

const tensor = numbers(3 * side * side, 4);

it('after fifty explanations memory is what it was after two', async () => {
  const engine = await createWebEngine({ device: 'wasm', threads: 2 });
  const explainOnce = async () => {
    const classifier = await openClassifier(model, engine);
    const { map } = await explain(classifier, { tensor }, { method: smoothGrad(gradient, { samples: 2 }) });
    await classifier.close();
    return map.length;
  };
  for (let i = 0; i < 2; i++) expect(await explainOnce()).toBe(tensor.length);
  const { bytes: before } = await performance.measureUserAgentSpecificMemory();
  for (let i = 2; i < 50; i++) await explainOnce();
  const { bytes: after } = await performance.measureUserAgentSpecificMemory();
  console.info(`memory: ${Math.round(before / 1e6)} MB after 2 explanations, ${Math.round(after / 1e6)} MB after 50`);
  expect(after / before).toBeLessThan(1.1);
  expect(after / before).toBeGreaterThan(0.9);
  await engine.close();
});
