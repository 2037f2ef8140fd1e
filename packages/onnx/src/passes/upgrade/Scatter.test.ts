import { int, int64Tensor } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { floats } from '../../../../../tests/support/runGraph.ts';
import { expectSameOutputs, oldNode } from '../../../../../tests/support/upgradeCases.ts';

const more = {
  extraInputs: ['indices', 'updates'],
  constants: [int64Tensor('indices', [2, 2], [0, 2, 1, 0]), floats('updates', [2, 2], [10, 20, 30, 40])],
};

test.each([
  ['along rows', 9, { axis: int(1) }, [10, 1, 20, 40, 30, 5]],
  ['along columns, the default', 10, {}, undefined],
])('Scatter %s, of operator set %i', async (_, opset, attributes, expected) => {
  const model = oldNode('Scatter', opset, [expected ? 2 : 3, 3], attributes, more);
  const { operators, outputs } = await expectSameOutputs(model, {
    x: [0, 1, 2, 3, 4, 5, 6, 7, 8].slice(0, expected ? 6 : 9),
  });
  expect(operators).toEqual(['ScatterElements']);
  expect(Array.from(outputs.y!.data, Number)).toEqual(expected ?? [10, 40, 2, 30, 4, 5, 6, 20, 8]);
});

test('ScatterElements of operator set 11 is left alone', async () => {
  const { operators } = await expectSameOutputs(oldNode('ScatterElements', 11, [3, 3], {}, more));
  expect(operators).toEqual(['ScatterElements']);
});
