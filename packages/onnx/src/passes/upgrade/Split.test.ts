import { type Attribute, int, ints } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { modelOf, node } from '../../../../../tests/support/graphs.ts';
import { integers } from '../../../../../tests/support/runGraph.ts';
import { expectSameOutputs } from '../../../../../tests/support/upgradeCases.ts';

const build = (opset: number, attributes: Record<string, Attribute>, sizes?: readonly number[]) =>
  modelOf({
    inputs: { x: [2, 6] },
    nodes: [node('Split', sizes ? ['x', 'sizes'] : ['x'], ['a', 'b', 'c'], { axis: int(1), ...attributes })],
    outputs: ['a', 'b', 'c'],
    constants: sizes ? [integers('sizes', sizes)] : [],
    opset,
    irVersion: 6,
  });

test.each([
  ['sizes as an attribute', build(7, { split: ints([1, 2, 3]) }), [1, 2, 3]],
  ['sizes as an attribute, newer', build(12, { split: ints([3, 2, 1]) }), [3, 2, 1]],
  ['even parts', build(11, {}), [2, 2, 2]],
  ['even parts, newer', build(13, {}), [2, 2, 2]],
  ['sizes as an input', build(17, {}, [4, 1, 1]), [4, 1, 1]],
])('Split: %s', async (_, model, sizes) => {
  const { outputs } = await expectSameOutputs(model);
  expect(['a', 'b', 'c'].map((name) => outputs[name]!.shape)).toEqual(sizes.map((size) => [2, size]));
});
