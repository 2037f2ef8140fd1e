import { float, int } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { node } from '../../../../../tests/support/graphs.ts';
import { floats } from '../../../../../tests/support/runGraph.ts';
import { expectSameOutputs, oldNode } from '../../../../../tests/support/upgradeCases.ts';

const statistics = {
  extraInputs: ['scale', 'bias', 'mean', 'variance'],
  constants: [
    floats('scale', [2], [1.5, -2]),
    floats('bias', [2], [0.1, 0.2]),
    floats('mean', [2], [1, -1]),
    floats('variance', [2], [4, 0.25]),
  ],
};

test.each([
  [8, { spatial: int(1), momentum: float(0.9) }],
  [9, { epsilon: float(0.01) }],
  [13, {}],
])('BatchNormalization of a model of operator set %i', async (opset, attributes) => {
  const { operators } = await expectSameOutputs(
    oldNode('BatchNormalization', opset, [2, 2, 3, 3], attributes, statistics),
  );
  expect(operators).toEqual(['BatchNormalization']);
});

test.each([7, 9, 13])('five outputs ask for training mode before operator set 14: %i', async (opset) => {
  const nodes = [node('BatchNormalization', ['x', 'scale', 'bias', 'mean', 'variance'], ['y', 'a', 'b', 'c', 'd'])];
  const inference = oldNode('BatchNormalization', opset, [2, 2, 3, 3], {}, statistics);
  const training = oldNode('BatchNormalization', opset, [2, 2, 3, 3], {}, { ...statistics, nodes });
  const [{ outputs }, plain] = [await expectSameOutputs(training), await expectSameOutputs(inference)];
  expect(outputs.y!.data).not.toEqual(plain.outputs.y!.data);
  const channel = (outputs.y!.data as Float32Array).filter((_, i) => Math.floor(i / 9) % 2 === 0);
  expect(channel.reduce((sum, value) => sum + value, 0) / channel.length).toBeCloseTo(0.1, 5);
});

test('spatial = 0, removed in operator set 9, is refused', async () => {
  const model = oldNode('BatchNormalization', 8, [1, 2, 1, 1], { spatial: int(0) }, statistics);
  await expect(expectSameOutputs(model)).rejects.toThrow(
    "BatchNormalization at 'BatchNormalization_y' uses spatial = 0",
  );
});
