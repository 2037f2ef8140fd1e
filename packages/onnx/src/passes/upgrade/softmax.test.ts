import { int } from '@smoothgrad/onnx';
import { describe, expect, test } from 'vitest';
import { expectSameOutputs, oldNode } from '../../../../../tests/support/upgradeCases.ts';

describe.each(['Softmax', 'LogSoftmax', 'Hardmax'])('%s before operator set 13 flattened its input', (op) => {
  test.each([
    ['in the middle', [2, 3, 4], { axis: int(1) }],
    ['by default', [2, 3, 2, 2], {}],
    ['at the front', [2, 3], { axis: int(0) }],
    ['at the end', [2, 3, 4], { axis: int(2) }],
    ['of a matrix', [2, 5], { axis: int(1) }],
  ] as const)('%s', async (_, shape, attributes) => {
    const { outputs } = await expectSameOutputs(oldNode(op, 11, shape, attributes));
    expect(outputs.y!.shape).toEqual(shape);
  });

  test('a negative axis (operator set 11)', async () => {
    const { operators } = await expectSameOutputs(oldNode(op, 11, [2, 3, 4], { axis: int(-2) }));
    expect(operators).toEqual(['Flatten', op, 'Shape', 'Reshape']);
  });

  test('the last axis is the same in both readings', async () => {
    const { operators } = await expectSameOutputs(oldNode(op, 12, [2, 3, 4], { axis: int(-1) }));
    expect(operators).toEqual([op]);
  });

  test('since operator set 13 it is left alone', async () => {
    const { operators } = await expectSameOutputs(oldNode(op, 13, [2, 3, 4], { axis: int(1) }));
    expect(operators).toEqual([op]);
  });
});
