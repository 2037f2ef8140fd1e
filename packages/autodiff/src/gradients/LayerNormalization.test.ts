import { normalValues } from '@smoothgrad/autodiff/testing';
import { float, int } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, engine, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { checkGradient } from '../testing/checkGradient.ts';
import { LayerNormalization } from './LayerNormalization.ts';

const cases = (type: 'float32' | 'float64') =>
  anyShape(1, 4)
    .chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        axis: fc.integer({ min: -shape.length, max: shape.length - 1 }),
        bias: fc.boolean(),
        constant: fc.boolean(),
        epsilon: fc.constantFrom(0.1, 0.3, 1),
      }),
    )
    // ONNX Runtime refuses to normalise one element.
    .filter(({ shape, axis }) => shape.slice(axis).some((size) => size > 1))
    // A few elements may have a variance near 0: without a large epsilon differences would be useless there.
    .map(({ shape, axis, bias, constant, epsilon }) => ({
      inputs: [
        { shape, type },
        { shape: shape.slice(axis), type, constant },
        bias ? { shape: shape.slice(axis), type, constant } : undefined,
      ],
      attributes: { axis: int(axis), epsilon: float(epsilon) },
    }));

test('the gradient of LayerNormalization agrees with central differences: any axis, by scale and bias too', async () => {
  await expect(gradientProperty(LayerNormalization, cases('float32'), { runs: 50 })).resolves.toBeUndefined();
});

test('float64', async () => {
  await expect(gradientProperty(LayerNormalization, cases('float64'), { runs: 20 })).resolves.toBeUndefined();
});

test('the last axis and an epsilon of 1e-5 by default', async () => {
  const one = { inputs: [{ shape: [2, 3, 8] }, { shape: [8] }, { shape: [8] }] };
  await expect(checkGradient(LayerNormalization, [one], { engine })).resolves.toBeUndefined();
});

test('far from 0, where the variance is a small part of the mean square', async () => {
  const values = normalValues([4, 64], 3).map((value) => 100 + value);
  const far = { inputs: [{ shape: [4, 64], values }, { shape: [64] }], tolerance: 1e-4 };
  await expect(checkGradient(LayerNormalization, [far], { engine, forwardTolerance: 1e-4 })).resolves.toBeUndefined();
});

test('equal elements: inverse is 1/√ε, and the cotangent loses its mean', async () => {
  const flat = {
    inputs: [
      { shape: [4], values: [3, 3, 3, 3] },
      { shape: [4], values: [1, 1, 1, 1], constant: true },
    ],
    attributes: { epsilon: float(0.25) },
  };
  const found = await gradientAt(LayerNormalization, flat, [1, 2, 3, 6]);
  expect(found).toEqual([-4, -2, 0, 6]);
});

test.each([11, 14, 17, 22, 24])('operator set %d; before 17 as ONNX Runtime’s optimiser writes it', async (opset) => {
  const one = { inputs: [{ shape: [2, 8] }, { shape: [8] }], opset, attributes: { stash_type: int(1) } };
  await expect(checkGradient(LayerNormalization, [one], { engine })).resolves.toBeUndefined();
});
