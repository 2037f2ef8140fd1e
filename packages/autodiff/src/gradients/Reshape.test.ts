import { int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyShape, engine, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { graphGradient } from '../../../../tests/support/graphGradient.ts';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { integers, staticModel } from '../../../../tests/support/runGraph.ts';
import { differentiationObstacles } from '../differentiate.ts';
import { standard } from '../rules/standard.ts';
import { Reshape } from './Reshape.ts';

test('the gradient of Reshape has the shape of the input again, with 0 and −1 in the target', async () => {
  const cases = anyShape(2, 4).chain((shape) =>
    fc
      .constantFrom(
        [-1],
        [1, -1],
        [0, -1],
        shape,
        [...shape].reverse(),
        [-1, ...shape.slice(1)],
        [0, 0, ...shape.slice(2), 1],
      )
      .map((target) => ({
        inputs: [{ shape }, { shape: [target.length], type: 'int64' as const, values: target, constant: true }],
      })),
  );
  await expect(gradientProperty(Reshape, cases)).resolves.toBeUndefined();
});

test('a part without elements has a gradient without elements, and 0 in the target may mean 0', async () => {
  const nodes = [
    node('Slice', ['x', 'zero', 'zero'], ['none']),
    node('Reshape', ['none', 'target'], ['none_t'], { allowzero: int(1) }),
    node('Transpose', ['x'], ['x_t']),
    node('Concat', ['none_t', 'x_t'], ['y'], { axis: int(1) }),
  ];
  const constants = [integers('zero', [0]), integers('target', [3, 0])];
  const model = modelOf({ inputs: { x: [2, 3] }, nodes, outputs: ['y'], constants });
  expect(await graphGradient(model, [1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6])).toEqual([1, 3, 5, 2, 4, 6]);
});

test('a target that only the run would tell is refused', async () => {
  const model = modelOf({
    inputs: { x: [2, 3], target: { type: 'int64', shape: [2] } },
    nodes: [node('Reshape', ['x', 'target'], ['a']), node('ReduceSum', ['a'], ['y'])],
    outputs: ['y'],
  });
  expect(differentiationObstacles(await staticModel(model, engine), 'y', ['x'], standard)[0]).toMatchObject({
    op: 'Reshape',
    reason: "the model has no value 'a', or its shape depends on the data",
  });
});
