import { type Attribute, ints, string } from '@smoothgrad/onnx';
import { describe, expect, test } from 'vitest';
import { modelOf, node, numbers } from '../../../../../tests/support/graphs.ts';
import { run, staticModel } from '../../../../../tests/support/runGraph.ts';
import { createTestEngine } from '../../../../../tests/support/testEngine.ts';
import { refusalOf } from './decomposition.ts';

const engine = createTestEngine();
const floats = (count: number, seed: number) => ({
  kind: 'floats' as const,
  value: Array.from(numbers(count, seed, 2)),
});
const three = { coefficients: floats(12, 1), intercepts: floats(3, 2), classlabels_ints: ints([7, 8, 9]) };
const words = ['cat', 'dog', 'cup'].map((word) => new TextEncoder().encode(word));

const classifier = (attributes: Record<string, Attribute>) =>
  modelOf({
    inputs: { x: [5, 4] },
    nodes: [node('LinearClassifier', ['x'], ['label', 'scores'], attributes, 'ai.onnx.ml')],
    outputs: ['label', 'scores'],
    opsets: { 'ai.onnx.ml': 1 },
  });

describe.each(['NONE', 'SOFTMAX', 'LOGISTIC'])('post_transform %s', (transform) => {
  test.each<[string, Record<string, Attribute>]>([
    ['numbered labels', three],
    [
      'labels in words',
      { ...three, classlabels_strings: { kind: 'strings', value: words }, classlabels_ints: ints([]) },
    ],
  ])('%s', async (_, attributes) => {
    const model = classifier({ ...attributes, post_transform: string(transform) });
    const fixed = await staticModel(model, engine);
    const feeds = { x: numbers(20, 3, 2) };
    const [before, after] = [await run(model, engine, feeds), await run(fixed, engine, feeds)];
    expect(after.label!.data).toEqual(before.label!.data);
    Array.from(before.scores!.data, Number).forEach((value, i) => {
      expect(Number(after.scores!.data[i])).toBeCloseTo(value, 5);
    });
    expect(fixed.graph.nodes.map(({ op }) => op)).toContain('Gemm');
  });
});

test.each<[string, Record<string, Attribute>, RegExp]>([
  [
    'two classes with one row',
    { ...three, coefficients: floats(4, 1), intercepts: floats(1, 1), classlabels_ints: ints([0, 1]) },
    /one row of coefficients for two classes/,
  ],
  ['PROBIT', { ...three, post_transform: string('PROBIT') }, /its post_transform 'PROBIT' has no formula here/],
])('stays: %s', async (_, attributes, reason) => {
  const { graph } = await staticModel(classifier(attributes), engine);
  expect(graph.nodes.map(({ op }) => op)).toEqual(['LinearClassifier']);
  expect(refusalOf(graph.nodes[0]!)).toMatch(reason);
});
