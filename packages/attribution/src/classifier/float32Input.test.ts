import { int, type Model } from '@smoothgrad/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { modelOf, node, numbers, weights } from '../../../../tests/support/graphs.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { openClassifier } from './classifier.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

/** Logits of the mean pixel of each channel, photos [1,4,4,3] in 0..255 as tf2onnx writes them. */
const model = (type: 'uint8' | 'float32', nodes = [node('Cast', ['moved'], ['pixels'], { to: int(1) })]): Model =>
  modelOf({
    inputs: { image: { type, shape: [1, 4, 4, 3] } },
    nodes: [
      node('Transpose', ['image'], ['moved'], {
        perm: { kind: 'ints', value: [0n, 3n, 1n, 2n] },
      }),
      ...nodes,
      node('Sigmoid', ['pixels'], ['active']),
      node('GlobalAveragePool', ['active'], ['pooled']),
      node('Flatten', ['pooled'], ['flat']),
      node('MatMul', ['flat', 'classes'], ['logits']),
    ],
    outputs: ['logits'],
    constants: [weights('classes', [3, 5], 4)],
  });

const tensor = numbers(48, 3, 4);
const cotangent = Float32Array.of(0, 0, 1, 0, 0);

describe('a model that takes whole numbers', () => {
  it('has the gradient of the same model in float32', async () => {
    const [whole, float] = [
      await openClassifier(model('uint8'), engine),
      await openClassifier(model('float32'), engine),
    ];
    expect(whole.input.isWhole).toBe(true);
    const [a, b] = [await whole.gradient(tensor, cotangent), await float.gradient(tensor, cotangent)];
    expect(a.gradient).toEqual(b.gradient);
    expect(a.logits).toEqual(b.logits);
    // σ'(x)/16 · w
    const { data } = (model('float32').graph.initializers.get('classes') ?? weights('', [])) as {
      data: { bytes: Uint8Array };
    };
    const w = new Float32Array(data.bytes.slice().buffer);
    const slope = (x: number) => 1 / (2 + Math.exp(x) + Math.exp(-x));
    for (const i of [0, 1, 2, 29, 47]) {
      expect(a.gradient[i]).toBeCloseTo((slope(tensor[i]!) / 16) * w[5 * (i % 3) + 2]!, 6);
    }
  });

  it('is refused where it computes with them, by name', async () => {
    const nodes = [node('Add', ['moved', 'moved'], ['twice']), node('Cast', ['twice'], ['pixels'], { to: int(1) })];
    await expect(openClassifier(model('uint8', nodes), engine)).rejects.toThrow(
      "whole numbers (uint8), with which Add at node 'Add_twice' computes",
    );
    const integer = [node('Cast', ['moved'], ['i'], { to: int(6) }), node('Cast', ['i'], ['pixels'], { to: int(1) })];
    await expect(openClassifier(model('uint8', integer), engine)).rejects.toThrow("Cast at node 'Cast_i' computes");
  });
});
