import { int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
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
          })
          .map((indices) => ({
            inputs: [{ shape }, { shape: indexShape, ...indices }],
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
