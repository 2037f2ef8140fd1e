import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Unsqueeze } from './Unsqueeze.ts';

test('the gradient of Unsqueeze has the shape of the input again', async () => {
  const cases = fc.tuple(anyShape(1, 3), fc.integer({ min: 1, max: 2 })).chain(([shape, added]) => {
    const positions = Array.from({ length: shape.length + added }, (_, axis) => axis);
    return fc
      .tuple(fc.shuffledSubarray(positions, { minLength: added, maxLength: added }), fc.boolean())
      .map(([axes, fromEnd]) => ({
        inputs: [
          { shape },
          {
            shape: [added],
            type: 'int64' as const,
            constant: true,
            values: axes.map((axis) => (fromEnd ? axis - positions.length : axis)),
          },
        ],
      }));
  });
  await expect(gradientProperty(Unsqueeze, cases)).resolves.toBeUndefined();
});
