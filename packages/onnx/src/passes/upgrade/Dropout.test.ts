import { float } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { expectSameOutputs, oldNode } from '../../../../../tests/support/upgradeCases.ts';

test.each([7, 9, 10, 11])('Dropout of a model of operator set %i passes its input on', async (opset) => {
  const { operators, outputs } = await expectSameOutputs(oldNode('Dropout', opset, [3], { ratio: float(0.9) }), {
    x: [1, 2, 3],
  });
  expect(operators).toEqual(['Identity']);
  expect(Array.from(outputs.y!.data, Number)).toEqual([1, 2, 3]);
});

test('Dropout of operator set 12 is left alone', async () => {
  const { operators } = await expectSameOutputs(oldNode('Dropout', 12, [3]));
  expect(operators).toEqual(['Dropout']);
});
