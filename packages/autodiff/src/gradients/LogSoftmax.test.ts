import { normalValues } from '@smoothgrad/autodiff/testing';
import { int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { LogSoftmax } from './LogSoftmax.ts';

const types = fc.constantFrom('float32' as const, 'float64' as const);

test('the gradient of LogSoftmax agrees with central differences along any axis', async () => {
  const cases = anyShape(1, 4).chain((shape) =>
    fc.tuple(fc.integer({ min: -shape.length, max: shape.length }), types).map(([axis, type]) => ({
      inputs: [{ shape, type }],
      ...(axis < shape.length && { attributes: { axis: int(axis) } }),
    })),
  );
  await expect(gradientProperty(LogSoftmax, cases, { runs: 40, secondOrder: 10 })).resolves.toBeUndefined();
});

test('logits far apart and far from 0', async () => {
  const cases = fc.nat(999).map((seed) => ({
    inputs: [{ shape: [2, 5], values: normalValues([2, 5], seed).map((value) => 200 + 4 * value) }],
    tolerance: 1e-4,
  }));
  await expect(gradientProperty(LogSoftmax, cases, { runs: 20, forwardTolerance: 1e-4 })).resolves.toBeUndefined();
});

test('logits that are masked out by −∞ have probability 0', async () => {
  const inputs = [{ shape: [1, 3], values: [0, Number.NEGATIVE_INFINITY, 0] }];
  expect(await gradientAt(LogSoftmax, { inputs }, [1, 0, 0])).toEqual([0.5, 0, -0.5]);
});
