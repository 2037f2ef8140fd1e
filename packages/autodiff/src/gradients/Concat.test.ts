import { int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Concat } from './Concat.ts';

test('the gradient of Concat agrees with central differences, for any number of parts along any axis', async () => {
  const cases = anyShape(1, 4, 3).chain((shape) =>
    fc
      .record({
        axis: fc.integer({ min: -shape.length, max: shape.length - 1 }),
        parts: fc.array(fc.record({ length: fc.integer({ min: 1, max: 3 }), constant: fc.boolean() }), {
          minLength: 1,
          maxLength: 4,
        }),
      })
      .map(({ axis, parts }) => ({
        inputs: parts.map(({ length, constant }, i) => ({
          shape: shape.with(axis, length),
          constant: constant && i > 0,
        })),
        attributes: { axis: int(axis) },
      })),
  );
  await expect(gradientProperty(Concat, cases, { runs: 40 })).resolves.toBeUndefined();
});
