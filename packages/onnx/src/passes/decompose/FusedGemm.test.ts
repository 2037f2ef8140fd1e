import { type Attribute, float, int, string } from '@smoothgrad/onnx';
import { expect, test } from 'vitest';
import { expectNotDecomposed, expectSameDecomposed } from '../../../../../tests/support/decomposeCases.ts';

const OP = 'com.microsoft.FusedGemm';

test.each([
  ['Relu', {}],
  ['LeakyRelu', { alpha: 0.25 }],
  ['Sigmoid', {}],
  ['Tanh', {}],
  ['Softplus', {}],
  ['Softsign', {}],
  ['Elu', { alpha: 0.5 }],
  ['Selu', { alpha: 1.5, gamma: 1.25 }],
  ['ThresholdedRelu', { alpha: 0.25 }],
  ['HardSigmoid', { alpha: 0.25, beta: 0.5 }],
])('FusedGemm with %s of %j', async (name, parameters) => {
  const named = Object.entries(parameters).map(([key, value]): [string, Attribute] => [
    `activation_${key}`,
    float(value),
  ]);
  const attributes = { activation: string(name), ...Object.fromEntries(named) };
  const { operators } = await expectSameDecomposed(OP, { inputs: [{ shape: [3, 4] }, { shape: [4, 5] }], attributes });
  expect(operators).toEqual(['Gemm', name, 'Identity']);
});

test.each([[[2, 5]], [[5]], [[2, 1]], [[1]], [[]]])('transposed, scaled, with a bias of shape %j', async (bias) => {
  const attributes = {
    transA: int(1),
    transB: int(1),
    alpha: float(0.5),
    beta: float(-2),
    activation: string('Relu'),
  };
  await expectSameDecomposed(OP, { inputs: [{ shape: [3, 2] }, { shape: [5, 3] }, { shape: bias }], attributes });
});

test('says so when the activation is not known', async () => {
  const scaledTanh = { activation: string('ScaledTanh'), activation_alpha: float(1), activation_beta: float(1) };
  await expectNotDecomposed(
    OP,
    { inputs: [{ shape: [1, 2] }, { shape: [2, 1] }], attributes: scaledTanh },
    "its activation 'ScaledTanh' is not known",
  );
});
