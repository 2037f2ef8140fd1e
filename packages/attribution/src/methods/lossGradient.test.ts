import { afterAll, expect, it } from 'vitest';
import { modelOf, node, numbers, weights } from '../../../../tests/support/graphs.ts';
import { oneHot } from '../../../../tests/support/models.ts';
import { createTestEngine } from '../../../../tests/support/testEngine.ts';
import { openClassifier } from '../classifier/classifier.ts';
import { lossGradient } from './lossGradient.ts';

const engine = createTestEngine();
afterAll(() => engine.close());

const linear = (tail: 'Softmax' | 'Sigmoid', classes: number) =>
  modelOf({
    inputs: { x: [1, 3, 2, 2] },
    nodes: [node('Flatten', ['x'], ['flat']), node('MatMul', ['flat', 'w'], ['z']), node(tail, ['z'], ['y'])],
    outputs: ['y'],
    constants: [weights('w', [12, classes], 5)],
  });

it.each([
  ['Softmax', 3],
  ['Sigmoid', 1],
] as const)(
  'of a linear network with %s is W(p − e), whatever the classifier was opened for',
  async (tail, classes) => {
    const classifier = await openClassifier(linear(tail, classes), engine, { recipe: lossGradient.recipes(1)[0] });
    const x = numbers(12, 8);
    const problem = { classifier, tensor: x, cotangents: [oneHot(classes, 0)] };
    const { findings, logits } = await lossGradient.evaluate(problem, x);
    const exponentials = Array.from(logits, Math.exp);
    const total = exponentials.reduce((sum, value) => sum + value, 0);
    const p = tail === 'Softmax' ? exponentials.map((value) => value / total) : [1 / (1 + 1 / exponentials[0]!)];
    const table = numbers(12 * classes, 5);
    findings[0]!.map.forEach((value, i) => {
      const expected = p.reduce((sum, share, c) => sum + table[i * classes + c]! * (share - (c === 0 ? 1 : 0)), 0);
      expect(value).toBeCloseTo(expected, 5);
    });
    await classifier.close();
  },
);
