import { deepLift, explain } from '@smoothgrad/attribution';
import { afterAll, describe, expect, it } from 'vitest';
import { modelOf, node } from './support/graphs.ts';
import { createTestEngine } from './support/testEngine.ts';
import { openToy } from './support/toyClassifier.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const open = (nodes: Parameters<typeof modelOf>[0]['nodes']) =>
  openToy(modelOf({ inputs: { x: [1, 3] }, nodes, outputs: ['logits'] }), engine, [1, 3]);
const baseline = Float32Array.of(0.5, -1, 2);
const run = async (nodes: Parameters<typeof open>[0], tensor: Float32Array) =>
  explain(await open(nodes), { tensor }, { method: deepLift({ baseline }), target: 0 });

describe('what has no rescale rule is refused by operator and node', () => {
  it.each([
    ['Softmax', [node('Softmax', ['x'], ['logits'])], "Softmax 'Softmax_logits': DeepLIFT has no rule"],
    [
      'x·tanh(x)',
      [node('Tanh', ['x'], ['t']), node('Mul', ['x', 't'], ['logits'])],
      "Mul 'Mul_logits': DeepLIFT has no",
    ],
  ])('%s', async (_, nodes, message) => {
    await expect(run(nodes, Float32Array.of(1, 2, 3))).rejects.toThrow(message);
  });
});

const silu = (x: number) => x / (1 + Math.exp(-x));

it.each([
  ['x·σ(x)', ['x', 's']],
  ['σ(x)·x', ['s', 'x']],
] as const)('%s is one activation: its share is the whole rise', async (_, factors) => {
  const nodes = [node('Sigmoid', ['x'], ['s']), node('Mul', factors, ['logits'])];
  const { map } = await run(nodes, Float32Array.of(3, 1, 1));
  expect(map[0]).toBeCloseTo(silu(3) - silu(0.5), 6);
  expect(map[1]).toBe(0);
});
