import fc from 'fast-check';
import { expect, test } from 'vitest';
import { derivativesAt, farthest, tailPoints, tailShapes } from '../../../../tests/support/derivativesAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Softplus } from './Softplus.ts';

// Of float64 ONNX Runtime makes it of the operators of its definition.
const types = fc.constantFrom('float32' as const, 'float64' as const);

test('the gradient of Softplus agrees with central differences', async () => {
  const cases = fc.tuple(anyShape(1, 4), types).map(([shape, type]) => ({ inputs: [{ shape, type }] }));
  await expect(gradientProperty(Softplus, cases)).resolves.toBeUndefined();
});

test.each(tailShapes)('the first two derivatives far out, as PyTorch in float64 (shape %j)', async (shape) => {
  const inputs = [{ shape, values: tailPoints }];
  const { first, second } = await derivativesAt(Softplus, { inputs });
  const slopes = [
    0, 0, 2.0611536e-9, 4.5397869e-5, 0.029312231, 0.26894142, 0.73105858, 0.97068777, 0.9999546, 1, 1, 1,
  ];
  const curvatures = [
    0, 0, 2.0611536e-9, 4.5395808e-5, 0.028453024, 0.19661193, 0.19661193, 0.028453024, 4.5395808e-5, 2.0611537e-9, 0,
    0,
  ];
  expect(farthest(first, slopes)).toBeLessThan(2e-6);
  expect(farthest(second, curvatures)).toBeLessThan(2e-6);
});

test('no NaN where the exponential overflows', async () => {
  const inputs = [{ shape: [4], values: [-1e30, -1e4, 1e4, 1e30] }];
  const { first, second } = await derivativesAt(Softplus, { inputs });
  expect(first.map(Math.abs)).toEqual([0, 0, 1, 1]);
  expect(second.map(Math.abs)).toEqual([0, 0, 0, 0]);
});
