import { normalValues } from '@smoothgrad/autodiff/testing';
import { float, int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { BatchNormalization } from './BatchNormalization.ts';

test('the gradient of BatchNormalization agrees with central differences', async () => {
  const cases = fc
    .record({
      shape: anyShape(2, 5),
      seed: fc.nat(999),
      epsilon: fc.constantFrom(undefined, 1e-3, 0.1),
      constant: fc.boolean(),
    })
    .map(({ shape, seed, epsilon, constant }) => {
      const perChannel = { shape: [shape[1]!], constant };
      return {
        inputs: [
          { shape },
          perChannel,
          perChannel,
          perChannel,
          { ...perChannel, values: normalValues([shape[1]!], seed).map((value) => value * value + 0.1) },
        ],
        ...(epsilon !== undefined && { attributes: { epsilon: float(Math.fround(epsilon)) } }),
        wrt: [0],
      };
    });
  await expect(gradientProperty(BatchNormalization, cases, { runs: 40 })).resolves.toBeUndefined();
});

test('training mode, and statistics that depend on the image, are refused', () => {
  const value = (name: string, shape: readonly number[]) => ({ name, type: 'float32' as const, shape });
  const inputs = [value('x', [1, 2, 3]), ...['scale', 'bias', 'mean', 'variance'].map((name) => value(name, [2]))];
  const refusalCase = { inputs, output: value('y', [1, 2, 3]) };
  expect(refusal(BatchNormalization, refusalCase)).toBeUndefined();
  expect(refusal(BatchNormalization, { ...refusalCase, attributes: { training_mode: int(1) } })).toMatch(
    "cannot differentiate BatchNormalization at node 'the node': it is in training mode; export the model with model.eval()",
  );
  expect(refusal(BatchNormalization, { ...refusalCase, wrt: ['x', 'mean'] })).toMatch(
    'its statistics or scale depend on the image',
  );
});
