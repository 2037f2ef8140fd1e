import { float } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { derivativesAt, farthest, tailPoints, tailShapes } from '../../../../tests/support/derivativesAt.ts';
import { anyShape, gradientProperty } from '../../../../tests/support/gradientProperty.ts';
import { Swish } from './Swish.ts';

const opset = 24;

test.each(['float32', 'float64'] as const)(
  'the gradient of Swish agrees with central differences (%s)',
  async (type) => {
    const cases = fc.tuple(anyShape(1, 4), fc.constantFrom(undefined, 1, 1.702, 0, -0.5)).map(([shape, alpha]) => ({
      inputs: [{ shape, type }],
      opset,
      ...(alpha !== undefined && { attributes: { alpha: float(alpha) } }),
    }));
    await expect(gradientProperty(Swish, cases)).resolves.toBeUndefined();
  },
);

test.each(tailShapes)('the first two derivatives far out, as PyTorch in float64 (shape %j)', async (shape) => {
  const inputs = [{ shape, values: tailPoints }];
  const { first, second } = await derivativesAt(Swish, { inputs, opset });
  const slopes = [
    0, 0, -3.9161919e-8, -0.00040856021, -0.070273353, 0.072329488, 0.92767051, 1.0702734, 1.0004086, 1, 1, 1,
  ];
  const curvatures = [
    0, 0, -3.7100765e-8, -0.00036312524, -0.036841385, 0.30236612, 0.30236612, -0.036841385, -0.00036312524,
    -3.7100766e-8, 0, 0,
  ];
  expect(farthest(first, slopes)).toBeLessThan(2e-6);
  expect(farthest(second, curvatures)).toBeLessThan(2e-6);
});

test.each(tailShapes)(
  'the first two derivatives far out, as PyTorch in float64: alpha 1.702 (shape %j)',
  async (shape) => {
    const inputs = [{ shape, values: tailPoints }];
    const { first, second } = await derivativesAt(Swish, { inputs, opset, attributes: { alpha: float(1.702) } });
    const slopes = [0, 0, 0, -6.5008537e-7, -0.012754258, -0.067779607, 1.0677796, 1.0127543, 1.0000007, 1, 1, 1];
    const curvatures = [
      0, 0, 0, -1.0373787e-6, -0.017202857, 0.18267299, 0.18267299, -0.017202857, -1.0373787e-6, 0, 0, 0,
    ];
    expect(farthest(first, slopes)).toBeLessThan(2e-6);
    expect(farthest(second, curvatures)).toBeLessThan(2e-6);
  },
);
