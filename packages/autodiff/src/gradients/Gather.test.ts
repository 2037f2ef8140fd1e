import { int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { graphGradient } from '../../../../tests/support/graphGradient.ts';
import { modelOf, node } from '../../../../tests/support/graphs.ts';
import { Gather } from './Gather.ts';

test('the gradient of Gather agrees with central differences: any axis, any indices, repeated or negative', async () => {
  const cases = anyShape(1, 3).chain((shape) =>
    fc
      .record({ axis: fc.integer({ min: -shape.length, max: shape.length - 1 }), indexShape: anyShape(0, 2, 3) })
      .chain(({ axis, indexShape }) => {
        const length = shape.at(axis)!;
        const count = indexShape.reduce((a, b) => a * b, 1);
        return fc
          .record({
            values: fc.array(fc.integer({ min: -length, max: length - 1 }), { minLength: count, maxLength: count }),
            type: fc.constantFrom('int64' as const, 'int32' as const),
            constant: fc.boolean(),
            float: fc.constantFrom('float32' as const, 'float64' as const),
          })
          .map(({ float, constant, ...indices }) => ({
            inputs: [
              { shape, type: float },
              // A result without axes needs a constant: it is measured, at other indices than those of the case.
              { shape: indexShape, ...indices, constant: constant || shape.length + indexShape.length === 1 },
            ],
            attributes: { axis: int(axis) },
          }));
      }),
  );
  await expect(gradientProperty(Gather, cases, { runs: 60 })).resolves.toBeUndefined();
});

test('cotangents of an element that was taken several times add up', async () => {
  const indices = { shape: [4], type: 'int64' as const, values: [1, 0, 1, -2], constant: true };
  expect(await gradientAt(Gather, { inputs: [{ shape: [3] }, indices] }, [1, 10, 100, 1000])).toEqual([10, 1101, 0]);
});

test('a single index, as for a class token: an axis less, from the start or the end, constant or not', async () => {
  for (const constant of [true, false]) {
    const at = (index: number, shape: readonly number[] = []) =>
      gradientAt(
        Gather,
        {
          inputs: [{ shape: [2, 3] }, { shape, type: 'int64', values: [index], constant }],
          attributes: { axis: int(1) },
        },
        [1, 10],
      );
    expect(await at(0)).toEqual([1, 0, 0, 10, 0, 0]);
    expect(await at(-1)).toEqual([0, 0, 1, 0, 0, 10]);
    expect(await at(1, [1])).toEqual([0, 1, 0, 0, 10, 0]);
    expect(await at(-2, [1, 1])).toEqual([0, 1, 0, 0, 10, 0]);
  }
});

test('an index outside fails with words of the runtime, however far away it is', async () => {
  const indices = { shape: [3], type: 'int64' as const, values: [0, 2 ** 34, 2 ** 28], constant: true };
  await expect(gradientAt(Gather, { inputs: [{ shape: [6] }, indices] }, [1, 1, 1])).rejects.toThrow(
    /idx=17179869184 must be within the inclusive range \[-6,5\]/,
  );
});

test.each([
  ['some', [2, 0], [20, 0, 10, 0]],
  ['all, in another order', [2, 0, -1, 1], [20, 40, 10, 30]],
  ['one twice', [2, -2, 0], [30, 0, 30, 0]],
  ['none', [], [0, 0, 0, 0]],
])('known indices: %s', async (_, values, expected) => {
  for (const constant of [true, false]) {
    const indices = { shape: [values.length], type: 'int64' as const, values, constant };
    const cotangent = [10, 20, 30, 40].slice(0, values.length);
    expect(await gradientAt(Gather, { inputs: [{ shape: [4] }, indices] }, cotangent)).toEqual(expected);
  }
});

test('indices computed from the image are positions', async () => {
  const nodes = [
    node('ArgMax', ['x'], ['best'], { axis: int(0), keepdims: int(0) }),
    node('Gather', ['x', 'best'], ['y'], {}),
  ];
  const model = modelOf({ inputs: { x: [3] }, nodes, outputs: ['y'] });
  expect(await graphGradient(model, [1, 5, 2], [10])).toEqual([0, 10, 0]);
});
