import { ints } from '@smoothgrad/onnx';
import { afterAll, expect, it } from 'vitest';
import { modelOf, node, weights } from '../../../../tests/support/graphs.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { prepareClassifier } from './prepare.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const network = (middle: ReturnType<typeof node>[]) =>
  modelOf({
    inputs: { x: [1, 3, 6, 6] },
    nodes: [node('Conv', ['x', 'w'], ['c']), ...middle, node('Flatten', ['m'], ['y'])],
    outputs: ['y'],
    constants: [weights('w', [4, 3, 6, 6])],
    opsets: { acme: 1 },
  });

it('all operators of unknown domains are named at once, each with its first node', async () => {
  const middle = [
    node('Magic', ['c'], ['a'], {}, 'acme'),
    node('Other', ['a'], ['b'], {}, 'acme'),
    node('Magic', ['b'], ['m'], {}, 'acme'),
  ];
  await expect(prepareClassifier(network(middle), engine)).rejects.toThrow(
    "the model has operators that are neither ONNX's nor ONNX Runtime's: acme.Magic at node 'Magic_a', " +
      "acme.Other at node 'Other_b'. Export it without them",
  );
});

it('any other reason the runtime has is told as it is', async () => {
  const middle = [node('Relu', ['c'], ['m'], { nonsense: ints([1]) })];
  await expect(prepareClassifier(network(middle), engine)).rejects.toThrow(/cannot load the model: .*nonsense/);
});
