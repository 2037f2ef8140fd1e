import { normalValues } from '@smoothgrad/autodiff/testing';
import { int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Softmax } from './Softmax.ts';

test('the gradient of Softmax agrees with central differences along any axis', async () => {
  const cases = anyShape(1, 4).chain((shape) =>
    fc.integer({ min: -shape.length, max: shape.length }).map((axis) => ({
      inputs: [{ shape }],
      ...(axis < shape.length && { attributes: { axis: int(axis) } }),
    })),
  );
  await expect(gradientProperty(Softmax, cases, { runs: 40 })).resolves.toBeUndefined();
});

test('logits far apart and far from 0', async () => {
  const cases = fc.nat(999).map((seed) => ({
    inputs: [{ shape: [2, 5], values: normalValues([2, 5], seed).map((value) => 200 + 4 * value) }],
    tolerance: 1e-4,
  }));
  await expect(gradientProperty(Softmax, cases, { runs: 20, forwardTolerance: 1e-4 })).resolves.toBeUndefined();
});
