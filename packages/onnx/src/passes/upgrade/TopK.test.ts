import { type Attribute, int } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { modelOf, node } from '../../../../../tests/support/graphs.ts';
import { integers } from '../../../../../tests/support/runGraph.ts';
import { expectSameOutputs } from '../../../../../tests/support/upgradeCases.ts';

const x = [3, 9, 1, 8, 2, 7];

const build = (opset: number, attributes: Record<string, Attribute>, k?: number) =>
  modelOf({
    inputs: { x: [2, 3] },
    nodes: [node('TopK', k === undefined ? ['x'] : ['x', 'k'], ['values', 'positions'], attributes)],
    outputs: ['values', 'positions'],
    constants: k === undefined ? [] : [integers('k', [k])],
    opset,
    irVersion: 6,
  });

test.each([
  ['k as an attribute', build(7, { k: int(2) }), [9, 3, 8, 7]],
  ['k as an attribute, an axis', build(9, { k: int(1), axis: int(0) }), [8, 9, 7]],
  ['k as an input', build(10, {}, 1), [9, 8]],
  ['the smallest', build(11, { largest: int(0) }, 2), [1, 3, 2, 7]],
])('TopK: %s', async (_, model, expected) => {
  const { operators, outputs } = await expectSameOutputs(model, { x });
  expect(operators).toEqual(['TopK']);
  expect(Array.from(outputs.values!.data, Number)).toEqual(expected);
});
