import { distinctValues } from '@smoothgrad/autodiff/testing';
import { int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { graphGradient } from '../../../../tests/support/graphGradient.ts';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { constantIntegers } from '../../../../tests/support/integerInputs.ts';
import { integers } from '../../../../tests/support/runGraph.ts';
import { TopK } from './TopK.ts';

const outputs = ['y', 'positions'];

test('the gradient of TopK agrees with central differences: any axis and number, largest and smallest', async () => {
  const cases = anyShape(1, 4).chain((shape) =>
    fc.integer({ min: -shape.length, max: shape.length - 1 }).chain((axis) =>
      fc
        .record({
          k: fc.integer({ min: 1, max: shape.at(axis)! }),
          largest: fc.constantFrom(undefined, 0, 1),
          seed: fc.nat(999),
          type: fc.constantFrom('float32' as const, 'float64' as const),
        })
        .map(({ k, largest, seed, type }) => ({
          inputs: [{ shape, type, values: distinctValues(shape, seed) }, constantIntegers([k])],
          attributes: { axis: int(axis), ...(largest !== undefined && { largest: int(largest) }) },
          outputs,
        })),
    ),
  );
  await expect(gradientProperty(TopK, cases, { runs: 50 })).resolves.toBeUndefined();
});

test('of equal elements the first is taken', async () => {
  const at = (largest: number) =>
    gradientAt(
      TopK,
      {
        inputs: [{ shape: [5], values: [1, 3, 3, 1, 3] }, constantIntegers([2])],
        attributes: { largest: int(largest) },
        outputs,
      },
      [10, 20],
    );
  expect(await at(1)).toEqual([0, 10, 20, 0, 0]);
  expect(await at(0)).toEqual([10, 0, 0, 20, 0]);
});

test('in no particular order: the elements are those the positions say', async () => {
  const top = node('TopK', ['x', 'k'], ['top', 'at'], { sorted: int(0) });
  const model = modelOf({
    inputs: { x: [6] },
    nodes: [top, node('Mul', ['top', 'top'], ['y'])],
    outputs: ['y'],
    constants: [integers('k', [3])],
  });
  expect(await graphGradient(model, [3, 9, 1, 7, 5, 2], [1, 1, 1])).toEqual([0, 18, 0, 14, 10, 0]);
});

test('the positions may be used as such: the values read back at them are the values', async () => {
  const model = modelOf({
    inputs: { x: [4] },
    nodes: [
      node('TopK', ['x', 'k'], ['top', 'at']),
      node('Gather', ['x', 'at'], ['read']),
      node('Add', ['top', 'read'], ['y']),
    ],
    outputs: ['y'],
    constants: [integers('k', [2])],
  });
  expect(await graphGradient(model, [3, 9, 1, 7], [1, 10])).toEqual([0, 2, 0, 20]);
});
