import { int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { graphGradient } from '../../../../tests/support/graphGradient.ts';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { integersOf } from '../../../../tests/support/integerInputs.ts';
import { GatherElements } from './GatherElements.ts';

test('the gradient of GatherElements agrees with central differences: any axis, repeated and negative indices', async () => {
  const cases = anyShape(1, 4, 3).chain((shape) =>
    fc
      .record({
        axis: fc.integer({ min: -shape.length, max: shape.length - 1 }),
        count: fc.integer({ min: 1, max: 4 }),
        shorter: fc.boolean(),
        type: fc.constantFrom('float32' as const, 'float64' as const),
      })
      .chain(({ axis, count, shorter, type }) => {
        const lengths = shorter ? shape.map((length) => Math.max(1, length - 1)) : shape;
        const length = shape.at(axis)!;
        return integersOf(lengths.with(axis, count), { min: -length, max: length - 1 }).map((indices) => ({
          inputs: [{ shape, type }, indices],
          attributes: { axis: int(axis) },
        }));
      }),
  );
  await expect(gradientProperty(GatherElements, cases, { runs: 50 })).resolves.toBeUndefined();
});

test('cotangents of an element that was taken several times add up', async () => {
  const indices = { shape: [2, 3], type: 'int64' as const, values: [0, -1, 0, 1, 1, -2], constant: true };
  const found = await gradientAt(
    GatherElements,
    { inputs: [{ shape: [2, 2] }, indices], attributes: { axis: int(1) } },
    [1, 10, 100, 1000, 10000, 100000],
  );
  expect(found).toEqual([101, 10, 100000, 11000]);
});

test('indices computed from the image are positions: the element at ArgMax is the maximum', async () => {
  const nodes = [
    node('ArgMax', ['x'], ['best'], { axis: int(1) }),
    node('GatherElements', ['x', 'best'], ['y'], { axis: int(1) }),
  ];
  const model = modelOf({ inputs: { x: [2, 3] }, nodes, outputs: ['y'] });
  expect(await graphGradient(model, [1, 5, 2, 9, 7, 8], [10, 20])).toEqual([0, 10, 0, 20, 0, 0]);
});
