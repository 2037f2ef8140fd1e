import { distinctValues } from '@smoothgrad/autodiff/testing';
import { float } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { derivativesAt, farthest, tailPoints, tailShapes } from '../../../../tests/support/derivativesAt.ts';
import { gradientAt } from '../../../../tests/support/gradientAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { Celu } from './Celu.ts';

test('the gradient of Celu agrees with central differences', async () => {
  const cases = fc
    .tuple(anyShape(1, 4), fc.nat(999), fc.constantFrom(undefined, 1, 2, 0.3, -1.5))
    .map(([shape, seed, alpha]) => ({
      inputs: [{ shape, values: distinctValues(shape, seed) }],
      ...(alpha !== undefined && { attributes: { alpha: float(alpha) } }),
    }));
  await expect(gradientProperty(Celu, cases)).resolves.toBeUndefined();
});

test('the slope at 0 is 1', async () => {
  const inputs = [{ shape: [2], values: [0, 1e-30] }];
  expect(await gradientAt(Celu, { inputs, attributes: { alpha: float(2) } })).toEqual([1, 1]);
});

test('alpha 0, by which it divides, is refused', () => {
  const value = (name: string) => ({ name, type: 'float32' as const, shape: [2] });
  const refusalCase = { inputs: [value('x')], output: value('y') };
  expect(refusal(Celu, { ...refusalCase, attributes: { alpha: float(0) } })).toMatch('its alpha is 0');
  expect(refusal(Celu, refusalCase)).toBeUndefined();
});

test.each(tailShapes)('the first two derivatives far out, as PyTorch in float64 (shape %j)', async (shape) => {
  const inputs = [{ shape, values: tailPoints }];
  const { first, second } = await derivativesAt(Celu, { inputs, attributes: { alpha: float(2) } });
  const slopes = [0, 2.0611536e-9, 4.539993e-5, 0.006737947, 0.17377394, 0.60653066, 1, 1, 1, 1, 1, 1];
  const curvatures = [0, 1.0305768e-9, 2.2699965e-5, 0.0033689735, 0.086886972, 0.30326533, 0, 0, 0, 0, 0, 0];
  expect(farthest(first, slopes)).toBeLessThan(2e-6);
  expect(farthest(second, curvatures)).toBeLessThan(2e-6);
});
