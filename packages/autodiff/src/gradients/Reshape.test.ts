import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
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
