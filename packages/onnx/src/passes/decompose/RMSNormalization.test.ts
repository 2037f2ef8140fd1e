import { float, floatAttribute, int, intAttribute, normaliseAxis } from '@smoothgrad/onnx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';
import { expectDecomposedGradient } from '../../../../../tests/support/decomposedGradient.ts';
import { anyShape } from '../../../../../tests/support/gradientProperty.ts';
import { broadcastAt, type Forward, tabulate } from '../../../../autodiff/src/testing/tensor.ts';

const reference: Forward = ([x, scale], node) => {
  const axis = normaliseAxis(intAttribute(node, 'axis', -1), x!.shape.length);
  const length = x!.shape.slice(axis).reduce((a, b) => a * b, 1);
  let flat = 0;
  return tabulate(x!.shape, (index) => {
    const start = flat - (flat % length);
    const meanSquare = x!.data.subarray(start, start + length).reduce((sum, value) => sum + value * value, 0) / length;
    const y = x!.data[flat++]! / Math.sqrt(meanSquare + floatAttribute(node, 'epsilon', 1e-5));
    return y * broadcastAt(scale!, index);
  });
};

const cases = (opset: number) =>
  anyShape(1, 4)
    .chain((shape) => fc.tuple(fc.constant(shape), fc.integer({ min: -shape.length, max: shape.length - 1 })))
    .filter(([shape, axis]) => shape.slice(axis).some((size) => size > 1))
    .map(([shape, axis]) => ({
      opset,
      inputs: [{ shape }, { shape: shape.slice(axis) }],
      attributes: { axis: int(axis), epsilon: float(0.3) },
    }));

test('the gradient of RMSNormalization agrees with central differences, along any axes', async () => {
  await expect(expectDecomposedGradient('RMSNormalization', cases(23), reference)).resolves.toBeUndefined();
});

test('the same in the name ONNX Runtime gives it', async () => {
  await expect(expectDecomposedGradient('SimplifiedLayerNormalization', cases(18), reference)).resolves.toBeUndefined();
});

test('with the defaults, and in an operator set that does not know it', async () => {
  const inputs = [{ shape: [2, 3, 16] }, { shape: [16] }];
  await expectSameDecomposed('RMSNormalization', { inputs, opset: 24 });
  await expectSameDecomposed('SimplifiedLayerNormalization', { inputs, opset: 12 });
  expect.hasAssertions();
});
