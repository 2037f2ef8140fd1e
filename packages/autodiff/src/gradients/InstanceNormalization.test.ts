import { float } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { gradientProperty, shapeOf } from '../../../../tests/support/gradientProperty.ts';
import { InstanceNormalization } from './InstanceNormalization.ts';

test('the gradient of InstanceNormalization agrees with central differences, in one to three dimensions', async () => {
  const cases = fc
    .record({ shape: fc.integer({ min: 3, max: 5 }).chain((rank) => shapeOf(rank, 3)), constant: fc.boolean() })
    .map(({ shape, constant }) => ({
      inputs: [{ shape }, { shape: [shape[1]!], constant }, { shape: [shape[1]!], constant }],
      attributes: { epsilon: float(0.3) },
    }));
  await expect(gradientProperty(InstanceNormalization, cases, { runs: 50 })).resolves.toBeUndefined();
});

test('an epsilon of 1e-5 by default', async () => {
  const cases = fc.nat(99).map((seed) => ({
    seed,
    inputs: [{ shape: [2, 3, 4, 5] }, { shape: [3] }, { shape: [3] }],
  }));
  await expect(gradientProperty(InstanceNormalization, cases, { runs: 3 })).resolves.toBeUndefined();
});

test('a channel of one position has no derivative', async () => {
  const inputs = [
    { shape: [1, 2, 1, 1], values: [3, -5] },
    { shape: [2], values: [2, 2] },
    { shape: [2], values: [0, 1] },
  ];
  expect(await gradientAt(InstanceNormalization, { inputs }, [1, 1])).toEqual([0, 0]);
  expect(await gradientAt(InstanceNormalization, { inputs, wrt: [2] }, [1, 7])).toEqual([1, 7]);
});

test('equal elements: the cotangent loses its mean', async () => {
  const inputs = [
    { shape: [1, 1, 2, 2], values: [3, 3, 3, 3] },
    { shape: [1], values: [0.5], constant: true },
    { shape: [1], values: [1], constant: true },
  ];
  const attributes = { epsilon: float(0.25) };
  expect(await gradientAt(InstanceNormalization, { inputs, attributes }, [1, 2, 3, 6])).toEqual([-2, -1, 0, 3]);
});
