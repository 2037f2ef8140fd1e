import { int, ints } from '@smoothgrad/onnx';
import { describe, expect, test } from 'vitest';
import { expectSameOutputs, oldNode } from '../../../../../tests/support/upgradeCases.ts';

describe('axes as an attribute', () => {
  test.each([
    ['Squeeze', 7, { axes: ints([0]) }],
    ['Squeeze', 12, { axes: ints([-1, 0]) }],
    ['Squeeze', 12, {}],
    ['Unsqueeze', 7, { axes: ints([0, 3]) }],
    ['Unsqueeze', 12, { axes: ints([-1]) }],
    ['ReduceSum', 12, { axes: ints([1]) }],
    ['ReduceSum', 7, { axes: ints([0, 1]), keepdims: int(0) }],
    ['ReduceSum', 12, {}],
    ['ReduceMean', 7, { axes: ints([1, 2]) }],
    ['ReduceMean', 13, { axes: ints([-1]), keepdims: int(0) }],
    ['ReduceMean', 17, { axes: ints([1]) }],
    ['ReduceMean', 17, { keepdims: int(0) }],
  ] as const)('%s of a model of operator set %i', async (op, opset, attributes) => {
    const { operators } = await expectSameOutputs(oldNode(op, opset, [1, 3, 1], attributes));
    expect(operators).toEqual([op]);
  });

  test.each(['Max', 'Min', 'Prod', 'L1', 'L2', 'SumSquare', 'LogSumExp'])('Reduce%s', async (name) => {
    const { operators } = await expectSameOutputs(
      oldNode(`Reduce${name}`, 17, [2, 3, 4], { axes: ints([1]), keepdims: int(0) }),
    );
    expect(operators).toEqual([`Reduce${name}`]);
  });

  test('ReduceLogSum, of positive numbers', async () => {
    const x = Array.from({ length: 6 }, (_, i) => i + 0.5);
    const { outputs } = await expectSameOutputs(oldNode('ReduceLogSum', 13, [2, 3], { axes: ints([1]) }), { x });
    expect(outputs.y!.shape).toEqual([2, 1]);
  });
});
