import { int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { graphGradient } from '../../../../tests/support/graphGradient.ts';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { tuplesOf } from '../../../../tests/support/integerInputs.ts';
import { GatherND } from './GatherND.ts';

test('the gradient of GatherND agrees with central differences: any tuples, batch axes, negative indices', async () => {
  const cases = anyShape(1, 4, 3).chain((shape) =>
    fc
      .record({
        batch: fc.nat(shape.length - 1),
        outer: anyShape(0, 2, 3),
        type: fc.constantFrom('float32' as const, 'float64' as const),
      })
      .chain(({ batch, outer, type }) =>
        fc
          .integer({ min: 1, max: shape.length - batch })
          .chain((length) => tuplesOf([...shape.slice(0, batch), ...outer], shape.slice(batch, batch + length)))
          .map((indices) => {
            // A result without axes needs a constant: it is measured, at other indices than those of the case.
            const constant =
              indices.constant || indices.shape.length - 1 + shape.length === batch + indices.shape.at(-1)!;
            return {
              inputs: [
                { shape, type },
                { ...indices, constant },
              ],
              attributes: { batch_dims: int(batch) },
            };
          }),
      ),
  );
  await expect(gradientProperty(GatherND, cases, { runs: 60 })).resolves.toBeUndefined();
});

test('cotangents of an element that was taken several times add up', async () => {
  const indices = { shape: [3, 2], type: 'int64' as const, values: [0, 1, 0, -1, 1, 0], constant: true };
  expect(await gradientAt(GatherND, { inputs: [{ shape: [2, 2] }, indices] }, [1, 10, 100])).toEqual([0, 11, 100, 0]);
});

test('with batch axes each tuple addresses its own batch', async () => {
  const indices = { shape: [2, 1], type: 'int64' as const, values: [1, -1] };
  const attributes = { batch_dims: int(1) };
  expect(await gradientAt(GatherND, { inputs: [{ shape: [2, 3] }, indices], attributes }, [1, 10])).toEqual([
    0, 1, 0, 0, 0, 10,
  ]);
});

test('tuples computed from the image are positions', async () => {
  const nodes = [
    node('ArgMax', ['x'], ['best'], { axis: int(1) }),
    node('GatherND', ['x', 'best'], ['y'], { batch_dims: int(1) }),
  ];
  const model = modelOf({ inputs: { x: [2, 3] }, nodes, outputs: ['y'] });
  expect(await graphGradient(model, [1, 5, 2, 9, 7, 8], [10, 20])).toEqual([0, 10, 0, 20, 0, 0]);
});
