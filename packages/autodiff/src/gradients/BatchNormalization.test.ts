import { normalValues } from '@smoothgrad/autodiff/testing';
import { float, int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { BatchNormalization } from './BatchNormalization.ts';

const cases = (minRank: number) =>
  fc
    .record({
      shape: anyShape(minRank, 5, 3),
      seed: fc.nat(999),
      epsilon: fc.constantFrom(undefined, 1e-3, 0.1),
      constant: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
    })
    .map(({ shape, seed, epsilon, constant }) => {
      const perChannel = (input: number) => ({ shape: [shape[1]!], constant: constant[input]! });
      const variance = normalValues([shape[1]!], seed).map((value) => value * value + 0.5);
      return {
        inputs: [{ shape }, perChannel(1), perChannel(2), perChannel(3), { ...perChannel(4), values: variance }],
        ...(epsilon !== undefined && { attributes: { epsilon: float(Math.fround(epsilon)) } }),
      };
    });

test('the gradient of BatchNormalization by x, scale, bias, mean and variance agrees with central differences', async () => {
  await expect(gradientProperty(BatchNormalization, cases(2), { runs: 40, secondOrder: 6 })).resolves.toBeUndefined();
});

test('a scale of 0 and a tiny variance', async () => {
  const [one, x] = [
    { shape: [1], values: [1], constant: true },
    { shape: [1, 1], values: [3] },
  ];
  const [scale, variance] = [
    { ...one, values: [0] },
    { ...one, values: [1e-12] },
  ];
  expect(await gradientAt(BatchNormalization, { inputs: [x, scale, one, one, one] })).toEqual([0]);
  const [slope] = await gradientAt(BatchNormalization, { inputs: [x, one, one, one, variance] });
  expect(slope).toBeCloseTo(1 / Math.sqrt(1.0000001e-5), 3);
});

test('training mode is refused', () => {
  const value = (name: string, shape: readonly number[]) => ({ name, type: 'float32' as const, shape });
  const inputs = [value('x', [1, 2, 3]), ...['scale', 'bias', 'mean', 'variance'].map((name) => value(name, [2]))];
  const refusalCase = { inputs, output: value('y', [1, 2, 3]) };
  expect(refusal(BatchNormalization, refusalCase)).toBeUndefined();
  expect(refusal(BatchNormalization, { ...refusalCase, attributes: { training_mode: int(1) } })).toMatch(
    "cannot differentiate BatchNormalization at node 'the node': it is in training mode; export the model with model.eval()",
  );
  const batch = [value('x', [2, 2, 3]), ...inputs.slice(1)];
  expect(refusal(BatchNormalization, { ...refusalCase, inputs: batch, attributes: { training_mode: int(1) } })).toMatch(
    'it is in training mode, where the images of a batch change each other; take one at a time',
  );
  expect(refusal(BatchNormalization, { ...refusalCase, wrt: ['x', 'mean'] })).toBeUndefined();
});
