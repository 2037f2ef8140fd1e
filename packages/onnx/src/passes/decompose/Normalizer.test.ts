import { ints, string } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { engine, expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';
import { modelOf, node, numbers } from '../../../../../tests/support/graphs.ts';
import { run, staticModel } from '../../../../../tests/support/runGraph.ts';

const OP = 'ai.onnx.ml.Normalizer';

test.each([
  ['MAX', 'ReduceMax'],
  ['L1', 'ReduceL1'],
  ['L2', 'ReduceL2'],
])('Normalizer of norm %s, also of a row of zeros', async (norm, reduction) => {
  const values = [1, -2, 3, 0, 0, 0, -1, -2, -0.5, 0.5, 0, 0];
  const attributes = { norm: string(norm) };
  const { operators, y } = await expectSameDecomposed(OP, { inputs: [{ shape: [4, 3], values }], attributes });
  expect(operators).toContain(reduction);
  expect(Array.from(y.data, Number).slice(3, 6)).toEqual([0, 0, 0]);
});

test.each([
  ['SOFTMAX', 'L1', false],
  ['SOFTMAX', 'L2', true],
  ['LOGISTIC', 'L1', true],
])('behind a linear classifier with %s, norm %s: divides %s', async (transform, norm, divides) => {
  const attributes = {
    coefficients: { kind: 'floats', value: Array.from(numbers(12, 1)) },
    intercepts: { kind: 'floats', value: [0.1, -0.2, 0.3] },
    classlabels_ints: ints([0, 1, 2]),
    post_transform: string(transform),
  } as const;
  const nodes = [
    node('LinearClassifier', ['x'], ['label', 'p'], attributes, 'ai.onnx.ml'),
    node('Normalizer', ['p'], ['y'], { norm: string(norm) }, 'ai.onnx.ml'),
  ];
  const model = modelOf({ inputs: { x: [5, 4] }, nodes, outputs: ['y'], opsets: { 'ai.onnx.ml': 1 } });
  const fixed = await staticModel(model, engine);
  expect(fixed.graph.nodes.some(({ op }) => op === 'Div')).toBe(divides);
  const feeds = { x: numbers(20, 3, 2) };
  const [before, after] = [await run(model, engine, feeds), await run(fixed, engine, feeds)];
  Array.from(before.y!.data, Number).forEach((value, i) => {
    expect(Number(after.y!.data[i])).toBeCloseTo(value, 6);
  });
});
