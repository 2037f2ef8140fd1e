import { int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Flatten } from './Flatten.ts';

test('the gradient of Flatten has the shape of the input again, for any axis', async () => {
  const cases = anyShape(1, 4).chain((shape) =>
    fc
      .integer({ min: -shape.length, max: shape.length })
      .map((axis) => ({ inputs: [{ shape }], attributes: { axis: int(axis) } })),
  );
  await expect(gradientProperty(Flatten, cases)).resolves.toBeUndefined();
});
