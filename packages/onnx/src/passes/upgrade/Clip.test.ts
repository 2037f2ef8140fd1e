import { float } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { expectSameOutputs, oldNode } from '../../../../../tests/support/upgradeCases.ts';

test.each([
  ['both bounds', { min: float(-0.5), max: float(1.5) }],
  ['a lower bound', { min: float(0) }],
  ['an upper bound', { max: float(0.25) }],
  ['no bound', {}],
])('Clip of operator set 6 with %s', async (_, attributes) => {
  const { operators } = await expectSameOutputs(oldNode('Clip', 10, [2, 5], attributes));
  expect(operators).toEqual(['Clip']);
});

test('Clip of operator set 11 is left alone', async () => {
  const { upgraded } = await expectSameOutputs(oldNode('Clip', 11, [2, 5]));
  expect(upgraded.graph.nodes[0]!.inputs).toEqual(['x']);
});
