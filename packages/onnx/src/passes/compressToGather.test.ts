import { int, type Tensor } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { graphGradient } from '../../../../tests/support/graphGradient.ts';
import { expectSameOutputs, oldNode } from '../../../../tests/support/upgradeCases.ts';

const condition = (...values: readonly number[]): Tensor => ({
  name: 'condition',
  type: 'bool',
  dims: [values.length],
  data: { kind: 'inline', bytes: Uint8Array.from(values) },
});

const compress = (taken: Tensor, axis?: number) =>
  oldNode('Compress', 18, [2, 3], axis === undefined ? {} : { axis: int(axis) }, {
    extraInputs: ['condition'],
    constants: [taken],
    irVersion: 8,
  });

test.each([
  ['columns', compress(condition(1, 0, 1), 1), ['Gather'], [2, 2], [1, 0, 2, 3, 0, 4]],
  ['columns, a shorter condition', compress(condition(0, 1), -1), ['Gather'], [2, 1], [0, 1, 0, 0, 2, 0]],
  ['rows', compress(condition(0, 1), 0), ['Gather'], [1, 3], [0, 0, 0, 1, 2, 3]],
  ['elements', compress(condition(0, 1, 0, 0, 1)), ['Reshape', 'Gather'], [2], [0, 1, 0, 0, 2, 0]],
])('Compress by a constant condition is Gather: %s', async (_, model, expected, shape, gradient) => {
  const { operators, outputs } = await expectSameOutputs(model);
  expect(operators).toEqual(expected);
  expect(outputs.y!.shape).toEqual(shape);
  expect(await graphGradient(model, [1, 2, 3, 4, 5, 6], [1, 2, 3, 4].slice(0, outputs.y!.data.length))).toEqual(
    gradient,
  );
});

test('a condition that only the run would tell stays', async () => {
  const model = oldNode(
    'Compress',
    18,
    [3],
    {},
    {
      irVersion: 8,
      extraInputs: ['taken'],
    },
  );
  const nodes = [
    {
      ...model.graph.nodes[0]!,
      op: 'Cast',
      name: 'cast',
      inputs: ['x'],
      outputs: ['taken'],
      attributes: new Map([['to', int(9)]]),
    },
    ...model.graph.nodes,
  ];
  const { operators } = await expectSameOutputs({ ...model, graph: { ...model.graph, nodes } }, { x: [1, 0, 2] });
  expect(operators).toEqual(['Cast', 'Compress']);
});
