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

  const reductions = ['Sum', 'Mean', 'Max', 'Min', 'Prod', 'L1', 'L2', 'SumSquare', 'LogSumExp'];
  const forms = [7, 11, 12, 13, 17].flatMap((opset) => reductions.map((name) => [name, opset] as const));
  test.each(forms.filter(([name, opset]) => name !== 'Sum' || opset < 13))(
    'Reduce%s of operator set %i',
    async (name, opset) => {
      const x = [2, 3, 4];
      for (const attributes of [{ axes: ints([1]), keepdims: int(0) }, { axes: ints([2, 0]) }, {}]) {
        const { operators } = await expectSameOutputs(oldNode(`Reduce${name}`, opset, x, attributes));
        expect(operators).toEqual([`Reduce${name}`]);
      }
    },
  );

  test.each([7, 11, 13, 17])('ReduceLogSum of operator set %i, of positive numbers', async (opset) => {
    const x = Array.from({ length: 6 }, (_, i) => i + 0.5);
    const { outputs } = await expectSameOutputs(oldNode('ReduceLogSum', opset, [2, 3], { axes: ints([1]) }), { x });
    expect(outputs.y!.shape).toEqual([2, 1]);
  });
});
