import { type Forward, mapTensor } from '@smoothgrad/autodiff/testing';
import { float, floatAttribute } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';
import { derivativesAt, farthest, tailPoints, tailShapes } from '../../../../../tests/support/derivativesAt.ts';
import { anyShape, gradientProperty } from '../../../../../tests/support/gradientProperty.ts';

const OP = 'com.microsoft.QuickGelu';
/** Never asked: the operator is gone before the graph is differentiated. */
const rule = { op: OP, backward: () => [] };

const forward: Forward = ([x], node) => {
  const alpha = floatAttribute(node, 'alpha', 1.702);
  return mapTensor(x!, (value) => value / (1 + Math.exp(-alpha * value)));
};

test.each([undefined, 1, 1.5, -0.5])(
  'com.microsoft.QuickGelu is what ONNX Runtime computes: alpha %d',
  async (alpha) => {
    const attributes = alpha === undefined ? {} : { alpha: float(alpha) };
    const { operators } = await expectSameDecomposed(OP, { inputs: [{ shape: [2, 3, 40] }], attributes });
    expect(operators).toEqual([...(alpha === 1 ? [] : ['Mul']), 'Sigmoid', 'Mul', 'Identity']);
  },
);

test('its gradient agrees with central differences', async () => {
  const cases = fc.tuple(anyShape(1, 4), fc.constantFrom(undefined, 1, -0.5)).map(([shape, alpha]) => ({
    inputs: [{ shape }],
    ...(alpha !== undefined && { attributes: { alpha: float(alpha) } }),
  }));
  await expect(gradientProperty(rule, cases, { forward })).resolves.toBeUndefined();
});

test.each(tailShapes)('the first two derivatives far out, as PyTorch in float64 (shape %j)', async (shape) => {
  const { first, second } = await derivativesAt(rule, { inputs: [{ shape, values: tailPoints }] });
  const slopes = [0, 0, 0, -6.5008537e-7, -0.012754258, -0.067779607, 1.0677796, 1.0127543, 1.0000007, 1, 1, 1];
  const curvatures = [
    0, 0, 0, -1.0373787e-6, -0.017202857, 0.18267299, 0.18267299, -0.017202857, -1.0373787e-6, 0, 0, 0,
  ];
  expect(farthest(first, slopes)).toBeLessThan(2e-6);
  expect(farthest(second, curvatures)).toBeLessThan(2e-6);
});
